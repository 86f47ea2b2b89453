import process from "node:process";
import { type Command, InvalidArgumentError, Option } from "commander";
import { API_PATH } from "../mock-server/support/api-path.ts";
import { actionPath } from "../mock-server/inspector/paths.ts";
import { createManualClock, createMockServer, type MockServer } from "../mock-server/mod.ts";
import { type RunningServer, serve } from "../mock-server/serve.ts";
import { isLoopback } from "../src/support/loopback.ts";
import { controlKey, KEY_VARIABLE } from "./control-key.ts";
import { fail } from "./fail.ts";
import { readJsonObject } from "./json-file.ts";
import { type StateFile, stateFile } from "./state-file.ts";

/** The flags of `kinabase mock`. */
interface MockFlags {
  port: number;
  host: string;
  seed?: string;
  state?: string;
  requestsPerMinute: number | "off";
  control?: "on" | "off";
  allowHost?: string[];
  controlKey?: string;
  cors?: true | string[];
  json?: boolean;
}

const DOCUMENTED_RATE_LIMIT = 100;

/** Adds `kinabase mock`: a mock server on a port, with a running clock. */
export function addMockCommand(program: Command): void {
  program.command("mock")
    .description("Run an unofficial mock of Kinabase on a port until Ctrl-C.")
    .option("--port <n>", "port to listen on; 0 selects a free port", port, 8787)
    .option("--host <address>", "address to listen on", "127.0.0.1")
    .option("--seed <file>", "JSON file with the initial apps, collections and records")
    .option("--state <file>", "file that keeps the data between runs; secrets are not stored")
    .option(
      "--requests-per-minute <n|off>",
      "rate limit: more requests a minute get 429",
      requestsPerMinute,
      DOCUMENTED_RATE_LIMIT,
    )
    .addOption(
      new Option(
        "--control <on|off>",
        "control API and inspector page; on by default if only this machine can reach the server, or " +
          "with a control key",
      ).choices(["on", "off"]),
    )
    .option(
      "--allow-host <name...>",
      "host names, besides localhost, that the control API and the page accept",
    )
    .addOption(
      new Option(
        "--control-key <key>",
        "key of the control API and the page; made and printed if other machines can reach the mock",
      ).env(KEY_VARIABLE),
    )
    .option(
      "--cors [origin...]",
      "let browser pages call the API: pages of these origins, or all pages",
    )
    .option("--json", "print the startup information as one line of JSON")
    .action(runMockCommand);
}

async function runMockCommand(flags: MockFlags, command: Command): Promise<void> {
  const isFromVariable = command.getOptionValueSource("controlKey") === "env";
  let started: Started;
  try {
    started = await start(flags, isFromVariable ? KEY_VARIABLE : "--control-key");
  } catch (error) {
    return fail(`kinabase mock: ${error instanceof Error ? error.message : String(error)}`);
  }
  // Registered before anything is printed, because a program that reads it may stop the mock right away.
  const ended = stopSignal();
  console.log(flags.json ? JSON.stringify(startupInfo(started)) : startupText(started));
  await ended;
  await started.server.close();
  await started.save();
}

/** A mock that saves its state. */
interface Saving {
  fetch(request: Request): Promise<Response>;
  save(): Promise<void>;
}

/** A mock that listens, and what is printed about it. */
interface Started {
  server: RunningServer;
  control: boolean;
  /** The key of the control API, if it was made now. */
  newKey?: string | undefined;
  credentials: { appId: string; appSecret?: string };
  save(): Promise<void>;
}

async function start(flags: MockFlags, keySource: string): Promise<Started> {
  const { port, host, requestsPerMinute: limit } = flags;
  const { key, isNew } = controlKey(flags, keySource);
  const isOn = isLoopback(host) || flags.controlKey !== undefined;
  const control = flags.control === undefined ? isOn : flags.control === "on";
  const kept = flags.state === undefined ? undefined : stateFile(flags.state);
  const seed = flags.seed === undefined
    ? undefined
    : await readJsonObject(flags.seed).catch(explainFileError("--seed", flags.seed));
  const state = await kept?.read().catch(explainFileError("--state", flags.state));
  const mock = createMockServer({
    clock: createManualClock({ running: true }),
    limits: { requestsPerMinute: limit },
    control: control && { allowedHosts: flags.allowHost, key },
    cors: Array.isArray(flags.cors) ? { origins: flags.cors } : flags.cors,
    // Saved state already includes the seed.
    ...(seed === undefined || state !== undefined ? {} : { seed }),
  });
  if (state !== undefined) {
    try {
      await mock.tenant.restore(state);
      // A running clock also counts the time while the mock was stopped.
      const missed = Date.now() - (await kept?.writtenAt() ?? Date.now());
      if (mock.clock.running && missed > 0) await mock.clock.advance(missed);
    } catch (error) {
      explainFileError("--state", flags.state)(error);
    }
  }
  const credentials = await credentialsOf(mock, seed, state !== undefined);
  const saved = saving(mock, kept);
  // Before it listens, so that an unwritable file fails early and leaves nothing running.
  await saved.save().catch(explainFileError("--state", flags.state));
  const server = await serve({ fetch: saved.fetch }, { port, hostname: host });
  return {
    server,
    control,
    newKey: control && isNew ? key : undefined,
    credentials,
    save: saved.save,
  };
}

/** Adds the file and what to do to an error. */
function explainFileError(flag: string, path: string | undefined) {
  return (error: unknown): never => {
    const why = error instanceof Error ? error.message : String(error);
    const sentence = why.replace(/\.*$/, "");
    throw new Error(`${flag} ${path}: ${sentence}. Fix the file or omit the flag.`);
  };
}

/** Saves the mock's state after each request that may have changed it, and at the end. */
function saving(mock: MockServer, kept: StateFile | undefined): Saving {
  const save = async () => await kept?.write(await mock.tenant.snapshot());
  let underWay: Promise<void> | undefined;
  let changed = false;

  async function saveUntilUnchanged(): Promise<void> {
    while (changed) {
      changed = false;
      await save().catch((error: unknown) => console.error(`Could not save the state: ${error}`));
    }
    underWay = undefined;
  }

  return {
    save,
    fetch: async (request) => {
      const response = await mock.fetch(request);
      if (kept !== undefined && mayChange(request)) {
        // One save at a time, regardless of how many requests arrive meanwhile.
        changed = true;
        underWay ??= saveUntilUnchanged();
      }
      return response;
    },
  };
}

/** POST requests that change no saved state: the page's polling, and token requests. */
const READ_ONLY_PATHS = [actionPath("view"), `${API_PATH}/token`];

function mayChange({ method, url }: Request): boolean {
  return method !== "GET" && !READ_ONLY_PATHS.includes(new URL(url).pathname);
}

/** The app to print: the first with a secret in the seed, else a saved one, else a new one. */
async function credentialsOf(
  mock: MockServer,
  seed: object | undefined,
  kept: boolean,
): Promise<Started["credentials"]> {
  const apps = mock.tenant.apps.list();
  for (const { appId } of apps) {
    const appSecret = secretIn(seed, appId);
    if (appSecret !== undefined) return { appId, appSecret };
  }
  const [app] = apps;
  if (kept && app !== undefined) return { appId: app.appId };
  return await mock.tenant.apps.create({ name: "Command line", description: "kinabase mock" });
}

function secretIn(seed: object | undefined, appId: string): string | undefined {
  const apps: unknown = seed === undefined ? undefined : Reflect.get(seed, "apps");
  if (!Array.isArray(apps)) return undefined;
  const app: unknown = apps.find((a) => String(a?.appId).toLowerCase() === appId.toLowerCase());
  const secret: unknown = typeof app === "object" && app !== null
    ? Reflect.get(app, "appSecret")
    : undefined;
  return typeof secret === "string" ? secret : undefined;
}

function startupInfo({ server, control, newKey, credentials: { appId, appSecret } }: Started) {
  const { url, baseUrl } = server;
  // The fragment of a URL is never sent, so the key gets into no log of a server.
  const fragment = newKey === undefined ? "" : `#key=${newKey}`;
  const page = control ? `${url}/${fragment}` : undefined;
  return { url, baseUrl, appId, appSecret, page, controlKey: newKey };
}

function startupText(started: Started): string {
  const { baseUrl, appId, appSecret, page, controlKey: key } = startupInfo(started);
  const secret = appSecret ?? "(shown only when the app was created)";
  const body = JSON.stringify({ appId, appSecret: appSecret ?? "…" });
  return [
    "Kinabase mock (unofficial)",
    "",
    `  base URL    ${baseUrl}`,
    `  App ID      ${appId}`,
    `  App Secret  ${secret}`,
    ...(page === undefined ? [] : [`  page        ${page}`]),
    ...(key === undefined ? [] : [`  control key ${key}`]),
    "",
    `  curl -s ${baseUrl}token -H 'content-type: application/json' -d '${body}'`,
    "",
    "Press Ctrl-C to stop.",
  ].join("\n");
}

function stopSignal(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => resolve());
  });
}

function port(text: string): number {
  const value = Number(text);
  if (/^\d+$/.test(text) && value <= 65_535) return value;
  throw new InvalidArgumentError("Expected an integer from 0 to 65535.");
}

function requestsPerMinute(text: string): number | "off" {
  if (text === "off") return text;
  const value = Number(text);
  if (Number.isInteger(value) && value >= 1) return value;
  throw new InvalidArgumentError('Expected an integer of at least 1, or "off".');
}
