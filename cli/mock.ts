import { type Command, InvalidArgumentError, Option } from "commander";
import { API_PATH } from "../mock-server/support/api-path.ts";
import { actionPath } from "../mock-server/inspector/paths.ts";
import { checkedBehaviors } from "../mock-server/world/behaviors/behaviors.ts";
import {
  type BehaviorOptions,
  createManualClock,
  createMockServer,
  type Credentials,
  demoSeed,
  type MockServer,
  type MockServerOptions,
} from "../mock-server/mod.ts";
import { type RunningServer, serve } from "../mock-server/serve.ts";
import { isLoopback } from "../src/support/loopback.ts";
import { autosave } from "./autosave.ts";
import { controlKey, KEY_VARIABLE } from "./control-key.ts";
import { fail, messageOf } from "./fail.ts";
import { fileError } from "./file-error.ts";
import { withFlagNames } from "./flag-names.ts";
import { readJsonObject } from "./json-file.ts";
import { ownApp, seededCredentials, withOwnApp } from "./own-app.ts";
import { fromSavedState, type SavedState, toSavedState } from "./saved-state.ts";
import { onEndOfNpm } from "./npm.ts";
import { print } from "./output.ts";
import { readProfile } from "./profile-file.ts";
import { environmentVariable } from "./system.ts";
import { openStateFile, type StateFile } from "./state-file.ts";
import { onStopSignal } from "./stop-signal.ts";

/** The flags of `kinabase mock`. */
interface MockFlags {
  port: number;
  host: string;
  seed?: string;
  demo?: boolean;
  state?: string;
  requestsPerMinute: number | "off";
  control?: "on" | "off";
  allowHost?: string[];
  controlKey?: string | undefined;
  cors?: true | string[];
  behavior?: Record<string, string>;
  profile?: string;
  json?: boolean;
}

/** The flags of the options that messages may name. */
const FLAG_NAMES = {
  "behaviors.": "--behavior ",
  "control.allowedHosts": "--allow-host",
  "hostname: expected": "--host: expected",
  "or 0 for any free port": "or --port 0 for any free port",
};

const DOCUMENTED_RATE_LIMIT = 100;

const EXAMPLES = `
Examples:
  kinabase mock --demo
  kinabase mock --port 0 --json
  kinabase mock --seed seed.json --requests-per-minute off
  kinabase mock --state state.json
  kinabase mock --behavior list.order=updated --behavior bulk.answer=empty
  kinabase mock --profile kinabase.profile.json
  kinabase mock --host 0.0.0.0 --control on --allow-host mock.internal

The mock writes the state file within a second after a change, and when it
ends. Only one mock at a time can use the file. If the file has data, the data
of --seed or --demo is loaded only when the tenant is reset.`;

/** Adds `kinabase mock`: a mock server on a port, with a running clock. */
export function addMockCommand(program: Command): void {
  program.command("mock")
    .description("Run an unofficial mock of Kinabase on a port until Ctrl-C.")
    .showHelpAfterError("(see kinabase mock --help)")
    .addHelpText("after", EXAMPLES)
    .option("--port <n>", "port to listen on; 0 selects a free port", port, 8787)
    .option("--host <address>", "address to listen on", "127.0.0.1")
    .option("--seed <file>", "JSON file with the initial apps, collections and records")
    .addOption(
      new Option(
        "--demo",
        "start with sample data: 3 collections of 50 records, and an app with fixed credentials",
      ).conflicts("seed"),
    )
    .option(
      "--state <file>",
      "file that keeps the data between runs, and the secrets of the mock's own apps",
    )
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
      ),
    )
    .option(
      "--cors [origin...]",
      "let browser pages call the API: pages of these origins, or all pages",
    )
    .option(
      "--behavior <id=option>",
      "how the mock behaves where Kinabase's behavior is not known; repeatable",
      addBehavior,
    )
    .option(
      "--profile <file>",
      "behave like a deployment, as kinabase contract --write-profile saw it",
    )
    .option("--json", "print the startup information as one line of JSON")
    .action(runMockCommand);
}

async function runMockCommand(given: MockFlags): Promise<void> {
  // Not with commander's env(), which needs a permission on Deno.
  const flags = { ...given, controlKey: given.controlKey ?? environmentVariable(KEY_VARIABLE) };
  let started: Started;
  try {
    started = await start(flags, given.controlKey === undefined ? KEY_VARIABLE : "--control-key");
  } catch (error) {
    return fail(`kinabase mock: ${withFlagNames(messageOf(error), FLAG_NAMES)}`);
  }
  let end = () => {};
  const ended = new Promise<void>((resolve) => end = resolve);
  // Registered before anything is printed, because a program that reads it may stop the mock right away.
  const removeListeners = [
    onStopSignal(() => end()),
    onEndOfNpm(() => {
      notify("npm has ended, so the mock ends too");
      end();
    }),
  ];
  print(flags.json ? JSON.stringify(startupInfo(started)) : startupText(started));
  await ended;
  try {
    await started.end();
  } catch (error) {
    fail(`kinabase mock: ${messageOf(error)}`);
  } finally {
    for (const remove of removeListeners) remove();
  }
}

/** A mock that listens, and what is printed about it. */
interface Started {
  server: RunningServer;
  control: boolean;
  /** The key of the control API, if it was made now. */
  newKey?: string | undefined;
  credentials: Credentials;
  /** Stops the mock and saves its state. */
  end(): Promise<void>;
}

async function start(flags: MockFlags, keySource: string): Promise<Started> {
  const { port, host, requestsPerMinute: limit } = flags;
  const { key, isNew } = controlKey(flags, keySource);
  const isOn = isLoopback(host) || flags.controlKey !== undefined;
  const control = flags.control === undefined ? isOn : flags.control === "on";
  const behaviors = await behaviorsFrom(flags);
  const seed = await initialData(flags);
  const file = flags.state === undefined ? undefined : await openState(flags.state);
  try {
    const saved = await readState(file, flags);
    const app = await ownApp(saved, seed);
    const mock = createMock(flags, {
      clock: createManualClock({ running: true }),
      limits: { requestsPerMinute: limit },
      control: control && { allowedHosts: flags.allowHost, key },
      cors: Array.isArray(flags.cors) ? { origins: flags.cors } : flags.cors,
      behaviors,
      seed: withOwnApp(seed, app),
    });
    if (file !== undefined && saved !== undefined) {
      await restore(mock, saved, file).catch(fileError("--state", flags.state));
      mock.tenant.behaviors.set(behaviors);
    }
    if (!mock.tenant.apps.list().some(({ appId }) => appId === app.appId)) {
      mock.tenant.seed({ apps: [app] });
    }
    const credentials = [...saved?.credentials ?? [], ...seededCredentials(seed), app];
    const save = async () => {
      await file?.write(await toSavedState(await mock.tenant.snapshot(), credentials))
        .catch(fileError("--state", flags.state));
    };
    // Before it listens, so that an unwritable file fails early and leaves nothing running.
    await save();
    const saves = autosave(save, (error) => console.error(`kinabase mock: ${messageOf(error)}`));
    const server = await serve({
      async fetch(request, connection) {
        const response = await mock.fetch(request, connection);
        if (file !== undefined && mayChange(request)) saves.changed();
        return response;
      },
    }, { port, hostname: host });
    return {
      server,
      control,
      newKey: control && isNew ? key : undefined,
      credentials: app,
      async end() {
        await server.close();
        await saves.end().finally(() => file?.close());
      },
    };
  } catch (error) {
    file?.close();
    throw error;
  }
}

function createMock(flags: MockFlags, options: MockServerOptions): MockServer {
  try {
    return createMockServer(options);
  } catch (error) {
    // All other options were checked with the flags.
    if (messageOf(error).startsWith("control.")) throw error;
    return fileError("--seed", flags.seed)(error);
  }
}

/** The behaviors of the profile and the flags. */
async function behaviorsFrom({ behavior, profile }: MockFlags): Promise<BehaviorOptions> {
  const seen = profile === undefined ? {} : await readProfile(profile);
  return checkedBehaviors({ ...seen, ...behavior });
}

function addBehavior(text: string, before: Record<string, string> = {}): Record<string, string> {
  const [, id, option] = /^([^=]+)=(.+)$/s.exec(text) ?? [];
  if (id === undefined || option === undefined) {
    throw new InvalidArgumentError(
      "Expected a behavior and its option, such as list.order=updated.",
    );
  }
  return { ...before, [id]: option };
}

async function initialData({ seed, demo }: MockFlags): Promise<object> {
  if (demo) return demoSeed();
  return seed === undefined ? {} : await readSeed(seed);
}

async function readSeed(path: string): Promise<object> {
  const seed = await readJsonObject(path).catch(fileError("--seed", path));
  return seed ?? fileError("--seed", path)("the file is empty");
}

async function openState(path: string): Promise<StateFile> {
  return await openStateFile(path, notify).catch(fileError("--state", path, ""));
}

async function readState(
  file: StateFile | undefined,
  flags: MockFlags,
): Promise<SavedState | undefined> {
  try {
    const content = await file?.read();
    if (content === undefined) return undefined;
    const source = flags.demo ? "--demo" : flags.seed && `--seed ${flags.seed}`;
    if (source) {
      notify(
        `the data of ${source} was not loaded, because ${flags.state} already has data. ` +
          `To start with that data, delete ${flags.state}`,
      );
    }
    return fromSavedState(content);
  } catch (error) {
    return fileError("--state", flags.state)(error);
  }
}

/** Restores a saved state. A running clock also counts the time while the mock was stopped. */
async function restore(mock: MockServer, saved: SavedState, file: StateFile): Promise<void> {
  await mock.tenant.restore(saved.snapshot);
  const missed = Date.now() - await file.writtenAt();
  if (mock.clock.running && missed > 0) await mock.clock.advance(missed);
}

/** Prints a notice. Not on standard output, which programs read. */
function notify(text: string): void {
  console.error(`kinabase mock: ${text}.`);
}

/** POST requests that change no saved state: the page's polling, and token requests. */
const READ_ONLY_PATHS = [actionPath("view"), `${API_PATH}/token`];

function mayChange({ method, url }: Request): boolean {
  return method !== "GET" && !READ_ONLY_PATHS.includes(new URL(url).pathname);
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
  const body = JSON.stringify({ appId, appSecret });
  return [
    "Kinabase mock (unofficial)",
    "",
    `  base URL    ${baseUrl}`,
    `  App ID      ${appId}`,
    `  App Secret  ${appSecret}`,
    ...(page === undefined ? [] : [`  page        ${page}`]),
    ...(key === undefined ? [] : [`  control key ${key}`]),
    "",
    `  curl -s ${baseUrl}token -H 'content-type: application/json' -d '${body}'`,
    "",
    "Press Ctrl-C to stop.",
  ].join("\n");
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
