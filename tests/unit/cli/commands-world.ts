import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import {
  type CreatedApp,
  createManualClock,
  createMockServer,
  type MockServer,
  type MockServerOptions,
} from "../../../mock-server/mod.ts";
import { serve } from "../../../mock-server/serve.ts";
import { type Ended, runInProcess } from "./in-process.ts";

const CLI = fileURLToPath(new URL("../../../cli/mod.ts", import.meta.url));

/** A mock on a port, and an empty folder in which commands run. */
export interface CommandsWorld {
  mock: MockServer;
  app: CreatedApp;
  baseUrl: string;
  folder: string;
  /** The environment that has the credentials. */
  env: Record<string, string>;
  /** Starts `kinabase` as a process of its own. */
  start(args: readonly string[], env?: Record<string, string>): Child<"pipe">;
  /** Starts `kinabase` with a file as its output. */
  start(
    args: readonly string[],
    env: Record<string, string> | undefined,
    out: number,
  ): Child<number>;
  /** Runs `kinabase` in this process, to its end. */
  run(...args: readonly string[]): Promise<Ended>;
  /** Runs `kinabase` in this process with another environment. */
  runWith(env: Record<string, string>, ...args: readonly string[]): Promise<Ended>;
}

type Child<Out extends "pipe" | number> = Bun.Subprocess<"ignore", Out, "pipe">;

/** Gives `use` a mock on a port and a folder. */
export async function withCommands(
  use: (world: CommandsWorld) => Promise<void>,
  options: MockServerOptions = {},
): Promise<void> {
  const mock = createMockServer({ clock: createManualClock({ running: true }), ...options });
  const app = await mock.tenant.apps.create({ name: "Commands", description: "Runs commands" });
  const server = await serve(mock, { port: 0 });
  const folder = mkdtempSync(path.join(tmpdir(), "kinabase-commands-"));
  const { baseUrl } = server;
  const env = {
    KINABASE_APP_ID: app.appId,
    KINABASE_APP_SECRET: app.appSecret,
    KINABASE_BASE_URL: baseUrl,
  };
  const start = <Out extends "pipe" | number>(
    args: readonly string[],
    own: Record<string, string> = env,
    out?: Out,
  ) => {
    const inherited = Object.entries(process.env).filter(([name]) => !name.startsWith("KINABASE_"));
    return Bun.spawn([process.execPath, CLI, ...args], {
      cwd: folder,
      env: { ...Object.fromEntries(inherited), NO_COLOR: "1", ...own },
      stdin: "ignore",
      stdout: out ?? "pipe",
      stderr: "pipe",
    });
  };
  const runWith = (own: Record<string, string>, ...args: readonly string[]) =>
    runInProcess(args, own, folder).ended;
  const run = (...args: readonly string[]) => runWith(env, ...args);
  try {
    await use({ mock, app, baseUrl, folder, env, start, run, runWith });
  } finally {
    await server.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The output and the exit code of a run. */
export async function endOf(child: Child<"pipe">): Promise<Ended> {
  const [out, err, code] = await Promise.all([
    new Response(child.stdout).text(),
    new Response(child.stderr).text(),
    child.exited,
  ]);
  return { code, out, err };
}
