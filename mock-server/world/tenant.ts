import type { FetchFunction } from "../../src/types.ts";
import { type Failure, type FailureName, FAILURES } from "../wording.ts";
import {
  type AppDescription,
  type AppRegistration,
  type AppState,
  checkDescription,
  type CreatedApp,
  digest,
  type KeptApp,
  randomSecret,
  sameDigest,
} from "./app-registration.ts";
import { createManualClock, type ManualClock } from "./clock.ts";
import { createFaults, type Faults, type UsableFaults } from "./faults.ts";
import { createJournal, type Journal, type WritableJournal } from "./journal.ts";

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
   * Lets an app expire. Its tokens stop working too (A).
   *
   * @throws {TypeError} When the tenant has no such app.
   */
  expire(appId: string): void;
  /**
   * Revokes an app. Its tokens stop working too (A).
   *
   * @throws {TypeError} When the tenant has no such app.
   */
  revoke(appId: string): void;
}

/** One customer's Kinabase: all state of a test. Tenants on one server never meet. */
export interface Tenant {
  /** The tenant's ID, a UUID, made when it is first read. */
  readonly id: string;
  /** The app registrations. */
  readonly apps: Apps;
  /** The tenant's time: token expiry and injected delays run on it. */
  readonly clock: ManualClock;
  /** What is made to go wrong. */
  readonly faults: Faults;
  /** What was asked and answered. */
  readonly journal: Journal;
  /**
   * Switches the tenant's API on or off (S). While it is off no token is given out, and tokens given
   * out before do not work (A). A new tenant's API is on.
   */
  setApiEnabled(enabled: boolean): void;
}

/** What a tenant can be told when it is made. */
export interface TenantOptions {
  /** The tenant's clock. Default: a manual clock that stands still. */
  clock?: ManualClock | undefined;
  /**
   * Other statuses or words for failures, where the assumed ones are in the way.
   *
   * @example An expired app is answered with 403
   * ```ts
   * import { createMockServer } from "@kinakit/kinabase/mock";
   *
   * const mock = createMockServer({ failures: { appExpired: { status: 403 } } });
   * ```
   */
  failures?: Partial<Record<FailureName, Partial<Failure>>> | undefined;
}

/** A tenant, and what the mock's routes need of it. */
export interface TenantState extends Tenant {
  readonly journal: WritableJournal;
  readonly faults: UsableFaults;
  /** The app a token names, whatever its state. */
  app(appId: string): KeptApp | undefined;
  /** What keeps an app from obtaining or using tokens now. */
  obstacle(app: KeptApp): FailureName | undefined;
  /** Whether this is the app's secret. */
  isSecretOf(app: KeptApp, secret: string): Promise<boolean>;
  /** The status and the words of a failure here. */
  failure(name: FailureName): Failure;
}

/** What a tenant needs of the server it is on. */
export interface TenantHost {
  /** Where the mock answers. */
  baseUrl: string;
  /** The mock as a client sees it. */
  fetch: FetchFunction;
  /** Takes note of a tenant's ID, so that its tokens find it. */
  onId(id: string): void;
  /**
   * Takes note of an app, so that its token requests find the tenant.
   *
   * @throws {TypeError} When the App ID is taken.
   */
  onApp(appId: string): void;
}

const OBSTACLES: Readonly<Record<AppState, FailureName | undefined>> = {
  active: undefined,
  expired: "appExpired",
  revoked: "appRevoked",
};

/** Makes a tenant with no apps. */
export function createTenantState(host: TenantHost, options: TenantOptions = {}): TenantState {
  const clock = options.clock ?? createManualClock();
  const failures = options.failures ?? {};
  const kept = new Map<string, KeptApp>();
  let id: string | undefined;
  let apiEnabled = true;

  const app = (appId: string) => kept.get(appId.toLowerCase());

  function setState(appId: string, state: AppState): void {
    const found = app(appId);
    if (found === undefined) {
      throw new TypeError(`appId: this tenant has no app ${JSON.stringify(appId)}`);
    }
    found.state = state;
  }

  async function create({ name, description }: AppDescription): Promise<CreatedApp> {
    checkDescription({ name, description });
    const appId = crypto.randomUUID();
    const appSecret = randomSecret();
    const secretDigest = await digest(appSecret);
    host.onApp(appId);
    const created: KeptApp = { appId, name, description, state: "active", secretDigest };
    kept.set(appId, created);
    return {
      appId,
      appSecret,
      name,
      description,
      get state() {
        return created.state;
      },
      clientOptions: (over) =>
        over === undefined
          ? { appId, appSecret, baseUrl: host.baseUrl, fetch: host.fetch, clock }
          : { appId, appSecret, baseUrl: over.baseUrl, clock },
    };
  }

  return {
    get id() {
      if (id === undefined) host.onId(id = crypto.randomUUID());
      return id;
    },
    apps: {
      create,
      list: () =>
        [...kept.values()].map(({ appId, name, description, state }) => ({
          appId,
          name,
          description,
          state,
        })),
      expire: (appId) => setState(appId, "expired"),
      revoke: (appId) => setState(appId, "revoked"),
    },
    clock,
    faults: createFaults(),
    journal: createJournal(),
    setApiEnabled: (enabled) => void (apiEnabled = enabled),
    app,
    obstacle: ({ state }) => apiEnabled ? OBSTACLES[state] : "apiNotEnabled",
    isSecretOf: async (of, secret) => sameDigest(of.secretDigest, await digest(secret)),
    failure: (name) => ({ ...FAILURES[name], ...failures[name] }),
  };
}
