// The program kinabase, as npm installs it: on Node, and a part of it on Bun and Deno.
import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync } from "node:fs";
import { createServer } from "node:net";
import path from "node:path";
import process from "node:process";
import { test } from "bun:test";
import { createManualClock, createMockServer, demoCredentials } from "../../mock-server/mod.ts";
import { serve } from "../../mock-server/serve.ts";
import { packageJson } from "../../scripts/lib/project.ts";
import { run } from "../../scripts/lib/run.ts";
import { bun, deno, node, npm, type Tool } from "../../scripts/lib/tools.ts";
import { withProject } from "./project.ts";

test("npx finds the installed program by the name of the package", () =>
  withProject({}, async ({ program, run }) => {
    program();
    const npx: Tool = [...npm(), "exec", "--offline", "--", packageJson().name];
    assert.match(await run(npx, "--help"), /Usage: kinabase/);
    assert.equal(await run(npx, "--version"), `${packageJson().version}\n`);
  }));

const RUNTIMES: [name: string, tool: () => Tool][] = [
  ["Node", node],
  ["Bun", bun],
  ["Deno", () => [...deno(), "run", "--no-remote", "--no-lock", "--no-prompt", "-A"]],
];

for (const [name, tool] of RUNTIMES) {
  test(`kinabase mock --demo runs on ${name}, prints requests and writes a .env file`, () =>
    withProject({}, async ({ folder, program, write }) => {
      write("deno.json", JSON.stringify({ nodeModulesDir: "manual" }));
      const args = ["mock", "--demo", "--port", "0", "--json", "--write-env", ".env"];
      const child = start([...tool(), ...program().slice(-1)], args, folder);
      const [printed, ended] = [textOf(child), once(child, "exit")];
      const { url, baseUrl } = JSON.parse(await firstLineOf(child));
      const { appId, appSecret } = demoCredentials();
      assert.ok(
        readFileSync(path.join(folder, ".env"), "utf8").endsWith(
          `\nKINABASE_APP_ID=${appId}\nKINABASE_APP_SECRET=${appSecret}\nKINABASE_BASE_URL=${baseUrl}\n`,
        ),
      );
      await fetch(`${baseUrl}status`);
      await fetch(`${url}/`);
      child.kill("SIGTERM");
      assert.deepEqual(await ended, [0, null]);
      assert.match(await printed, /^GET {4}\/api\/v1\/status {2}401 {2}\d+ ms {2}.+\n$/);
    }));
}

for (const [name, tool] of RUNTIMES) {
  test(`kinabase types, export, import and pull run on ${name}`, () =>
    withProject({}, async ({ folder, program, write }) => {
      write("deno.json", JSON.stringify({ nodeModulesDir: "manual" }));
      const mock = createMockServer({
        clock: createManualClock({ running: true }),
        behaviors: {
          "bulk.answer": "counts",
          "collections.shape": "records",
          "errors.media-type": "problem",
          "list.order": "updated",
          "record.numeric-id": "absent",
          "status.body": "empty",
        },
      });
      const people = mock.tenant.collections.create({ slug: "people", name: "People" });
      people.records.add({ data: { name: 'Zoë "Z"' }, external: [{ key: "crm", id: "1" }] });
      const app = await mock.tenant.apps.create({ name: "Commands", description: "On a port" });
      const server = await serve(mock, { port: 0 });
      try {
        write(
          ".env",
          `KINABASE_APP_ID=${app.appId}\nKINABASE_APP_SECRET="${app.appSecret}"\n` +
            `KINABASE_BASE_URL=${server.baseUrl}\n`,
        );
        const cli: Tool = [...tool(), ...program().slice(-1)];
        const kinabase = async (...args: string[]) => {
          const ended = await run(cli[0], [...cli.slice(1), ...args], { cwd: folder });
          assert.equal(ended.trouble, undefined, ended.output);
          return ended.output;
        };
        await kinabase("types", "--zod", "--out", "types.ts");
        await kinabase("types", "--check", "--out", "types.ts");
        // A fault and a lost response do not change the result.
        mock.faults.add({ kind: "cutBody", after: 20, match: { path: "/collections/people/all" } });
        await kinabase("export", "people", "--out", "people.csv");
        write("more.csv", 'number,name\n1,"a\n""b"""\n2,\n');
        mock.faults.add({ kind: "status", status: 503, match: { path: "/collections/people" } });
        await kinabase("import", "people", "more.csv", "--key", "crm=number", "--settle", "0.1");
        assert.deepEqual(people.records.list().map(({ data }) => data), [
          { name: 'a\n"b"', number: 1 },
          { number: 2 },
        ]);
        await kinabase("pull", "--anonymize", "--out", "seed.json");
        createMockServer({
          seed: JSON.parse(readFileSync(path.join(folder, "seed.json"), "utf8")),
        });
        const csv = readFileSync(path.join(folder, "people.csv"), "utf8");
        assert.match(csv, /^\$id,\$numericId,name,\$external\n.*,"Zoë ""Z""",".*crm.*"\n$/);
      } finally {
        await server.close();
      }
    }));
}

test("kinabase contract ends without an error when nobody reads its output", () =>
  withProject({}, async ({ folder, program }) => {
    const mock = createMockServer();
    const app = await mock.tenant.apps.create({ name: "Contract", description: "On a port" });
    const server = await serve(mock, { port: 0 });
    try {
      const args = ["contract", "--base-url", server.baseUrl, "--requests-per-minute", "6000"];
      const env = { KINABASE_APP_ID: app.appId, KINABASE_APP_SECRET: app.appSecret };
      const child = start(program(), args, folder, env);
      child.stdout?.once("data", () => child.stdout?.destroy());
      const [errors, [code]] = await Promise.all([textOf(child), once(child, "exit")]);
      assert.deepEqual([errors, code], ["", 141]);
    } finally {
      await server.close();
    }
  }));

test("kinabase mock goes on when nobody reads its output", () =>
  withProject({}, async ({ folder, program }) => {
    const port = await freePort();
    const child = start(program(), ["mock", "--port", String(port)], folder);
    child.stdout?.destroy();
    child.stderr?.destroy();
    const ended = once(child, "exit");
    while (child.exitCode === null && !await responds(`http://127.0.0.1:${port}/`)) await aMoment();
    child.kill("SIGTERM");
    assert.deepEqual(await ended, [0, null]);
  }));

for (const signal of ["SIGTERM", "SIGHUP", "SIGKILL"] as const) {
  const title = `kinabase mock ends and saves when ${signal} ends the npx that runs it`;
  test.skipIf(process.platform === "win32")(
    title,
    () =>
      withProject({}, async ({ folder, program }) => {
        program();
        const state = path.join(folder, "state.json");
        const args = ["exec", "--offline", "--", "kinabase", "mock"];
        const child = start(npm(), [...args, "--port", "0", "--json", "--state", state], folder);
        const { url } = JSON.parse(await firstLineOf(child));
        assert.ok(await responds(url));
        child.kill(signal);
        // The lock names the mock's process. Removing it is the last thing the mock does.
        while (existsSync(`${state}.lock`)) await aMoment();
        assert.equal(await responds(url), false);
      }),
  );
}

test.skipIf(process.platform === "win32")(
  "kinabase contract stops when the npx that runs it is killed",
  () =>
    withProject({}, async ({ folder, program }) => {
      program();
      const mock = createMockServer();
      const app = await mock.tenant.apps.create({ name: "Contract", description: "On a port" });
      const server = await serve(mock, { port: 0 });
      try {
        const args = ["exec", "--offline", "--", "kinabase", "contract"];
        const env = { KINABASE_APP_ID: app.appId, KINABASE_APP_SECRET: app.appSecret };
        // At the default pace it would run for minutes.
        const child = start(npm(), [...args, "--base-url", server.baseUrl], folder, env);
        child.stderr?.resume();
        const closed = once(child, "close");
        await firstLineOf(child);
        child.kill("SIGKILL");
        // All processes that write to the pipes have ended.
        await closed;
      } finally {
        await server.close();
      }
    }),
);

test.skipIf(process.platform === "win32")(
  "kinabase mock goes on after the shell that started it in the background",
  () =>
    withProject({}, async ({ folder, program }) => {
      const [tool] = program();
      const state = path.join(folder, "state.json");
      // `_` is what bash and zsh set for a program that nohup starts.
      const line =
        `_=/usr/bin/nohup '${tool}' mock --port 0 --json --state '${state}' > out 2> err &`;
      await once(start(["sh", "-c", line], [], folder), "exit");
      while (!existsSync(path.join(folder, "out"))) await aMoment();
      while (!readFileSync(path.join(folder, "out"), "utf8").includes("\n")) await aMoment();
      const { url } = JSON.parse(readFileSync(path.join(folder, "out"), "utf8"));
      const pid = Number(readFileSync(`${state}.lock`, "utf8"));
      process.kill(pid, "SIGHUP");
      // Longer than it takes to notice the end of npm.
      await new Promise((resolve) => setTimeout(resolve, 1_200));
      assert.ok(await responds(url));
      process.kill(pid, "SIGTERM");
      while (existsSync(`${state}.lock`)) await aMoment();
    }),
);

/** Starts a tool with pipes. */
function start(
  [command, ...first]: Tool,
  args: readonly string[],
  cwd: string,
  env: Record<string, string> = {},
): ChildProcess {
  return spawn(command, [...first, ...args], { cwd, env: { ...process.env, ...env } });
}

async function textOf({ stderr }: ChildProcess): Promise<string> {
  let text = "";
  for await (const chunk of stderr ?? []) text += chunk;
  return text;
}

async function firstLineOf({ stdout }: ChildProcess): Promise<string> {
  let text = "";
  return await new Promise((resolve) => {
    // Later output is read too, because a pipe that nobody reads ends the program.
    stdout?.on("data", (chunk) => {
      text += chunk;
      if (text.includes("\n")) resolve(text);
    });
    stdout?.on("end", () => resolve(text));
  });
}

/** Whether a server responds. */
const responds = (url: string): Promise<boolean> => fetch(url).then(({ ok }) => ok, () => false);

const aMoment = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 50));

/** A port that was free a moment ago. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  return typeof address === "object" && address !== null ? address.port : 0;
}
