import type { AppSnapshot } from "./app-snapshot.ts";
import type { AppState } from "./app-state.ts";
import type { Clock } from "../../../src/clock.ts";
import type { FetchFunction } from "../../../src/wire/types.ts";
import {
  type AppDescription,
  type AppRegistration,
  checkDescription,
  type CreatedApp,
  digest,
  randomSecret,
  type StoredApp,
} from "./app-registration.ts";
import { fromBase64, toBase64 } from "../../support/base64.ts";
import { lazily } from "../../support/lazy.ts";
import { formatValue, type Path, pathText } from "../../support/format-value.ts";

/** The app registrations of a tenant. */
export interface Apps {
  /**
   * Registers an app, as an administrator does under Settings, API, "+ Add" (S).
   *
   * @throws {TypeError} When the name or the description is missing or blank.
   */
  create(description: AppDescription): Promise<CreatedApp>;
  /** All registrations, without their secrets, oldest first. */
  list(): AppRegistration[];
  /**
   * Expires an app. Its tokens stop working too (A).
   *
   * @throws {TypeError} When the app does not exist in the tenant.
   */
  expire(appId: string): void;
  /**
   * Revokes an app. Its tokens stop working too (A).
   *
   * @throws {TypeError} When the app does not exist in the tenant.
   */
  revoke(appId: string): void;
}

/** An app with an optional fixed ID, secret and state. */
export interface AppDefinition extends AppDescription {
  /** The App ID, a UUID. Default: a new UUID. */
  appId?: string | undefined;
  /** The App Secret. Default: a new random secret. */
  appSecret?: string | undefined;
  /** Whether the app can request and use tokens. Default `"active"`. */
  state?: AppState | undefined;
}

/** The app registrations of a tenant, with the operations that routes and seeds use. */
export interface AppsState extends Apps {
  /** The app with an ID, in any state. */
  find(appId: string): StoredApp | undefined;
  /**
   * Checks that a definition's App ID is not used on the server.
   *
   * @param at The path of the definition.
   * @throws {TypeError} When the App ID is already used.
   */
  checkFree(definition: AppDefinition, at: Path): void;
  /** Registers an app from a validated definition. */
  register(definition: AppDefinition): CreatedApp;
  /** All registrations, with the digests of their secrets. */
  dump(): Promise<AppSnapshot[]>;
  /**
   * Checks that these apps can replace the current ones.
   *
   * @throws {TypeError} When another tenant uses an App ID, or an App ID occurs twice.
   */
  checkReplaceable(apps: readonly AppSnapshot[]): void;
  /** Replaces the current apps by these validated ones. */
  replace(apps: readonly AppSnapshot[]): void;
}

/** What the apps of a tenant need from the server. */
export interface AppsHost {
  /** The mock's base URL. */
  baseUrl: string;
  /** The `fetch` that reaches the mock in process. */
  fetch: FetchFunction;
  /** The tenant's clock. */
  clock: Clock;
  /** Whether another tenant of the server has an app with this ID. */
  isTaken(appId: string): boolean;
  /** Registers an App ID, so that token requests find the tenant. */
  onApp(appId: string): void;
  /** Unregisters an App ID. */
  onAppGone(appId: string): void;
}

/** Creates the app registrations of a tenant, empty at first. */
export function createApps(host: AppsHost): AppsState {
  const { baseUrl, fetch, clock, isTaken, onApp, onAppGone } = host;
  const stored = new Map<string, StoredApp>();

  const find = (appId: string) => stored.get(appId.toLowerCase());

  function setState(appId: string, state: AppState): void {
    const found = find(appId);
    if (found === undefined) {
      throw new TypeError(
        `appId: app ${formatValue(appId)} does not exist in this tenant. See apps.list().`,
      );
    }
    found.state = state;
  }

  function register(definition: AppDefinition): CreatedApp {
    const { name, description, state = "active" } = definition;
    const { appId = crypto.randomUUID(), appSecret = randomSecret() } = definition;
    onApp(appId);
    const secretDigest = lazily(() => digest(appSecret));
    const app: StoredApp = { appId, name, description, state, secretDigest };
    stored.set(appId.toLowerCase(), app);
    return {
      appId,
      appSecret,
      name,
      description,
      get state() {
        return app.state;
      },
      clientOptions: (over) =>
        over === undefined
          ? { appId, appSecret, baseUrl, fetch, clock, allowBrowser: true }
          : { appId, appSecret, baseUrl: over.baseUrl, clock, allowBrowser: true },
    };
  }

  return {
    async create({ name, description }) {
      checkDescription({ name, description });
      return register({ name, description });
    },
    list: () =>
      [...stored.values()].map(({ appId, name, description, state }) => ({
        appId,
        name,
        description,
        state,
      })),
    expire: (appId) => setState(appId, "expired"),
    revoke: (appId) => setState(appId, "revoked"),
    find,
    checkFree({ appId }, at) {
      if (appId === undefined || !(isTaken(appId) || find(appId))) return;
      throw new TypeError(
        `${pathText([...at, "appId"])}: ${appId} is already used on this server. Choose another.`,
      );
    },
    register,
    dump: () =>
      Promise.all([...stored.values()].map(async (app) => {
        const { appId, name, description, state } = app;
        return {
          appId,
          name,
          description,
          state,
          secretDigest: toBase64(await app.secretDigest()),
        };
      })),
    checkReplaceable(apps) {
      const seen = new Set<string>();
      apps.forEach(({ appId }, i) => {
        const place = pathText(["apps", i, "appId"]);
        const key = appId.toLowerCase();
        if (seen.has(key)) throw new TypeError(`${place}: ${appId} occurs twice in this snapshot`);
        seen.add(key);
        if (!isTaken(appId)) return;
        throw new TypeError(`${place}: another tenant of this server already uses ${appId}`);
      });
    },
    replace(apps) {
      for (const appId of stored.keys()) onAppGone(appId);
      stored.clear();
      for (const { appId, name, description, state, secretDigest } of apps) {
        const bytes = fromBase64(secretDigest);
        onApp(appId);
        stored.set(appId.toLowerCase(), {
          appId,
          name,
          description,
          state,
          secretDigest: () => Promise.resolve(bytes),
        });
      }
    },
  };
}
