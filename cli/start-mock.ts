import { actionPath } from "../mock-server/inspector/paths.ts";
import {
  type BehaviorOptions,
  behaviorsOf,
  createManualClock,
  createMockServer,
  demoSeed,
  type MockServer,
  type MockServerOptions,
} from "../mock-server/mod.ts";
import { serve } from "../mock-server/serve.ts";
import { API_PATH } from "../mock-server/support/api-path.ts";
import { checkedBehaviors } from "../mock-server/world/behaviors/behaviors.ts";
import { isLoopback } from "../src/support/loopback.ts";
import { autosave } from "./autosave.ts";
import { controlKey } from "./control-key.ts";
import { type EnvFile, envVariables, openEnvFile } from "./env-file.ts";
import { messageOf } from "./fail.ts";
import { fileError, outputError } from "./file-error.ts";
import { withFlagNames } from "./flag-names.ts";
import { readJsonObject } from "./json-file.ts";
import { FLAG_NAMES, type MockFlags } from "./mock-flags.ts";
import { notify } from "./notify.ts";
import { ownApp, seededCredentials, withOwnApp } from "./own-app.ts";
import { readProfile } from "./profile-file.ts";
import { createRequestLog } from "./request-log.ts";
import { fromSavedState, type SavedState, toSavedState } from "./saved-state.ts";
import type { Startup } from "./startup-text.ts";
import { openStateFile, type StateFile } from "./state-file.ts";

/** A mock that listens. */
export interface StartedMock extends Startup {
  /** The environment file that was written. */
  envFile: string | undefined;
  /** Stops the mock and saves its state. */
  end(): Promise<void>;
}

const BEHAVIORS_PAGE =
  "https://github.com/kinakit/kinabase/blob/main/docs/fidelity.md#behaviors-that-can-be-switched";

const envError = (path: string) =>
  outputError("--write-env", path, "Choose another file or omit the flag.");

const stateError = ({ state = "" }: MockFlags, remedy = "Fix the file or omit the flag.") =>
  outputError("--state", state, remedy);

/** Names the flags in the error of an option. Not in one of a file, which may have options of the same name. */
function flagError(error: unknown): never {
  throw new Error(withFlagNames(messageOf(error), FLAG_NAMES));
}

/**
 * Starts the mock of the command line.
 *
 * @param keySource The name of the flag or variable with the given control key, for the error.
 * @throws {Error} When a flag or a file cannot be used. The message names it and says what to do.
 */
export async function startMock(flags: MockFlags, keySource: string): Promise<StartedMock> {
  const { port, host, requestsPerMinute: limit } = flags;
  const { key, isNew } = controlKey(flags, keySource);
  const isOn = isLoopback(host) || flags.controlKey !== undefined;
  const control = flags.control === undefined ? isOn : flags.control === "on";
  const behaviors = await behaviorsFrom(flags);
  const seed = await initialData(flags);
  const envPath = flags.writeEnv ?? flags.envFile;
  const envFile = envPath === undefined ? undefined : await openEnv(envPath);
  const log = flags.quiet ? undefined : createRequestLog();
  const file = flags.state === undefined
    ? undefined
    : await openStateFile(flags.state, notify).catch(stateError(flags, ""));
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
      onRequest: log?.request,
    });
    if (file !== undefined && saved !== undefined) {
      await restore(mock, saved, file).catch(stateError(flags));
      mock.tenant.behaviors.set(behaviors);
    }
    if (!mock.tenant.apps.list().some(({ appId }) => appId === app.appId)) {
      mock.tenant.seed({ apps: [app] });
    }
    const credentials = [...saved?.credentials ?? [], ...seededCredentials(seed), app];
    const save = async () => {
      await file?.write(await toSavedState(await mock.tenant.snapshot(), credentials))
        .catch(stateError(flags));
    };
    // Before it listens, so that an unwritable file fails early and leaves nothing running.
    await save();
    const saves = autosave(save, (error) => console.error(`kinabase mock: ${messageOf(error)}`));
    const server = await serve({
      async fetch(request, connection) {
        const begin = performance.now();
        const response = await mock.fetch(request, connection);
        if (control) void log?.control(request, response, performance.now() - begin);
        if (file !== undefined && mayChange(request)) saves.changed();
        return response;
      },
    }, { port, hostname: host }).catch(flagError);
    await envFile?.write(envVariables(app, server.baseUrl)).catch(async (error) => {
      await server.close();
      throw error;
    });
    return {
      server,
      control,
      newKey: control && isNew ? key : undefined,
      credentials: app,
      envFile: envPath,
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

function createMock(flags: MockFlags, { seed, ...options }: MockServerOptions): MockServer {
  try {
    // Without the seed, so that its errors can be told from those of the flags.
    createMockServer(options);
  } catch (error) {
    return flagError(error);
  }
  try {
    return createMockServer({ ...options, seed });
  } catch (error) {
    if (flags.seed === undefined) throw error;
    return fileError("--seed", flags.seed)(error);
  }
}

/** The behaviors of the profile and the flags. */
async function behaviorsFrom({ behavior, profile }: MockFlags): Promise<BehaviorOptions> {
  const seen = profile === undefined ? {} : behaviorsOf(await readProfile(profile));
  try {
    return { ...seen, ...checkedBehaviors(behavior) };
  } catch (error) {
    // Not the names of all behaviors, which would fill the screen.
    return flagError(messageOf(error).replace(/ Expected .*$/s, ` See ${BEHAVIORS_PAGE}`));
  }
}

async function initialData({ seed, demo }: MockFlags): Promise<object> {
  if (demo) return demoSeed();
  return seed === undefined ? {} : await readSeed(seed);
}

async function readSeed(path: string): Promise<object> {
  const seed = await readJsonObject(path).catch(fileError("--seed", path));
  return seed ?? fileError("--seed", path)("the file is empty");
}

async function openEnv(path: string): Promise<EnvFile> {
  const file = await openEnvFile(path).catch(envError(path));
  return { write: (variables) => file.write(variables).catch(envError(path)) };
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
    return stateError(flags)(error);
  }
}

/** Restores a saved state. A running clock also counts the time while the mock was stopped. */
async function restore(mock: MockServer, saved: SavedState, file: StateFile): Promise<void> {
  await mock.tenant.restore(saved.snapshot);
  const missed = Date.now() - await file.writtenAt();
  if (mock.clock.running && missed > 0) await mock.clock.advance(missed);
}

/** POST requests that change no saved state: the page's polling, and token requests. */
const READ_ONLY_PATHS = [actionPath("view"), `${API_PATH}/token`];

function mayChange({ method, url }: Request): boolean {
  return method !== "GET" && !READ_ONLY_PATHS.includes(new URL(url).pathname);
}
