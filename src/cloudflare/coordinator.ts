import { DurableObject } from "cloudflare:workers";
import type { StoredToken, TokenStore } from "../auth/token-store.ts";
import type { Budget } from "../shared-budget/budget.ts";
import {
  answerPermitRequest,
  countPermits,
  newPermitState,
  type PermitAnswer,
  type PermitRequest,
  type PermitState,
} from "../shared-budget/permit-policy.ts";
import { type ClientContext, createClientContext } from "../client-context.ts";
import { type Clock, systemClock } from "../clock.ts";
import { TIMEOUT_MS } from "../connection.ts";
import { KinabaseError } from "../errors/kinabase-error.ts";
import type { CredentialOptions } from "../options.ts";
import { optionsFromEnv } from "../options-from-env.ts";
import { attempt } from "../support/attempt.ts";
import { messageOf } from "../support/message-of.ts";
import type { SecretField } from "../wire/types.ts";
import type { TokenAnswer } from "./durable-tokens.ts";
import { errorToData } from "./error-data.ts";

/** The environment that {@linkcode KinabaseCoordinator} reads: variables and secrets of its own Worker. */
export interface CoordinatorEnv {
  /** The App ID. */
  KINABASE_APP_ID: string;
  /** The App Secret: a secret, not a variable. */
  KINABASE_APP_SECRET: string;
  /** The `baseUrl`. Default: production. */
  KINABASE_BASE_URL?: string | undefined;
  /** The `secretField`. Default `appSecret`. */
  KINABASE_SECRET_FIELD?: SecretField | undefined;
}

/** The part of Cloudflare's `DurableObjectState` that the class uses. */
export interface DurableState {
  /** Lets no call in before it ends. */
  blockConcurrencyWhile<T>(work: () => Promise<T>): Promise<T>;
  /** The object's storage. */
  readonly storage: {
    /** Reads a value. */
    get(key: string): Promise<unknown>;
    /** Writes a value. */
    put(key: string, value: unknown): Promise<void>;
    /** Deletes a value. */
    delete(key: string): Promise<boolean>;
    /** Schedules a call of `alarm()`, in milliseconds since 1970 on the system's clock. */
    setAlarm(time: number): Promise<void>;
  };
}

/** The methods of a coordinator, which other Workers call through its binding. */
export interface KinabaseCoordinator {
  /** For Cloudflare's types. It does not exist at run time. */
  readonly __DURABLE_OBJECT_BRAND: never;
  /**
   * Returns the deployment's token. Requests one if there is none, if it expires soon, or if it was rejected.
   *
   * @param rejected The token that was just rejected with 401, if any.
   */
  token(rejected?: string): Promise<TokenAnswer>;
  /** Grants permits of the shared budget. */
  permits(request: PermitRequest): Promise<PermitAnswer>;
  /** Deletes the token when it has expired. Called by the Workers runtime. */
  alarm(): Promise<void>;
}

/** The options for requesting tokens. The store, the budget and the wait are the object's own. */
export type CoordinatorClassOptions = Omit<
  CredentialOptions,
  "coordinator" | "rateLimit" | "tokenStore" | "tokenWaitTimeout"
>;

/** A class of Durable Objects that coordinate a deployment. */
export type CoordinatorClass<Env> = new (state: DurableState, env: Env) => KinabaseCoordinator;

const TOKEN_KEY = "token";
const BUDGET_KEY = "budget";
const ALARM_MARGIN_MS = 60_000;

/**
 * Creates a class like {@linkcode KinabaseCoordinator} that gets its options from elsewhere: other names in
 * the environment, a `fetch` through a service binding, an `onEvent` that logs.
 *
 * @param optionsOf Returns the options for requesting tokens. Called when an object starts. If it throws, each
 * call for a token fails with the message of its error.
 *
 * @example Two apps
 * ```ts
 * import { coordinatorClass } from "@kinakit/kinabase/cloudflare";
 *
 * interface Env {
 *   SALES_ID: string;
 *   SALES_SECRET: string;
 * }
 *
 * export const SalesCoordinator = coordinatorClass((env: Env) => ({
 *   appId: env.SALES_ID,
 *   appSecret: env.SALES_SECRET,
 *   onEvent: (event) => console.log(JSON.stringify(event)),
 * }));
 * ```
 */
export function coordinatorClass<Env>(
  optionsOf: (env: Env) => CoordinatorClassOptions,
): CoordinatorClass<Env> {
  return class extends DurableObject<Env> implements KinabaseCoordinator {
    declare readonly __DURABLE_OBJECT_BRAND: never;
    readonly #storage: DurableState["storage"];
    readonly #options: () => CoordinatorClassOptions;
    readonly #clock: Clock;
    #context: ClientContext | undefined;
    #kept: { key: string; token: StoredToken } | undefined;
    #budget: PermitState = newPermitState(0);

    constructor(state: DurableState, env: Env) {
      super(state, env);
      this.#storage = state.storage;
      // A missing secret fails the call for a token, and not the whole object.
      const options = attempt(() => optionsOf(env));
      this.#options = () => options ?? optionsOf(env);
      this.#clock = options?.clock ?? systemClock;
      // The promise belongs to the runtime: a rejection restarts the object.
      void state.blockConcurrencyWhile(async () => {
        const [kept, budget] = await Promise.all([
          this.#storage.get(TOKEN_KEY),
          this.#storage.get(BUDGET_KEY),
        ]);
        if (isKept(kept)) this.#kept = kept;
        this.#budget = isPermitState(budget) ? budget : newPermitState(this.#clock.now());
      });
    }

    async token(rejected?: string): Promise<TokenAnswer> {
      const context = this.#connect();
      const { tokenProvider } = context;
      // In an object, unlike in a Worker, the work goes on when its caller leaves. So all callers can wait
      // for one token request, and no signal of a caller ends it.
      const deadline = context.deadline({});
      try {
        const token = rejected === undefined
          ? await tokenProvider.current(deadline)
          : await tokenProvider.refresh(rejected, deadline);
        const now = this.#clock.now();
        const { expiresAt = now, obtainedAt = now } = this.#kept?.token ?? {};
        const { baseUrl } = context;
        return { token, baseUrl, expiresIn: expiresAt - now, age: now - obtainedAt };
      } catch (error) {
        if (error instanceof KinabaseError) return { error: errorToData(error) };
        throw error;
      }
    }

    async permits(request: PermitRequest): Promise<PermitAnswer> {
      const [now, id] = [this.#clock.now(), crypto.randomUUID()];
      const answer = answerPermitRequest(this.#budget, request, now, id);
      if (answer.grant !== undefined || request.pause > 0) this.#keepBudget();
      return answer;
    }

    async alarm(): Promise<void> {
      const { token } = this.#kept ?? {};
      // The clock was set back, or it is one of a test.
      if (token !== undefined && this.#clock.now() < token.expiresAt) {
        return await this.#setAlarm(token);
      }
      this.#kept = undefined;
      await this.#storage.delete(TOKEN_KEY);
    }

    /** Created at the first call for a token, which fails if an option is missing or wrong. */
    #connect(): ClientContext {
      if (this.#context !== undefined) return this.#context;
      try {
        const options = this.#options();
        const { timeout = TIMEOUT_MS } = options;
        return this.#context = createClientContext({
          ...options,
          timeout,
          // A second token request of the same object would be one too many.
          tokenWaitTimeout: timeout,
          tokenStore: this.#tokenStore(),
          rateLimit: this.#ownBudget(),
        });
      } catch (error) {
        // The caller may be another Worker, which has an environment of its own.
        throw new TypeError(`in the Worker that exports its class, ${messageOf(error)}`);
      }
    }

    /** The key changes with the credentials, so a new secret never gets the token of the old one. */
    #tokenStore(): TokenStore {
      return {
        get: (key) => this.#kept?.key === key ? this.#kept.token : undefined,
        set: async (key, token) => {
          this.#kept = { key, token };
          await this.#storage.put(TOKEN_KEY, this.#kept);
          await this.#setAlarm(token);
        },
      };
    }

    /** Alarms follow the system's clock. With a margin, so that one that comes too early is not set at once again. */
    async #setAlarm({ expiresAt }: StoredToken): Promise<void> {
      const validFor = expiresAt - this.#clock.now();
      await this.#storage.setAlarm(systemClock.now() + validFor + ALARM_MARGIN_MS);
    }

    /** The object's own requests count, but never wait. */
    #ownBudget(): Budget {
      return {
        take: async () => {
          countPermits(this.#budget, 1, this.#clock.now(), crypto.randomUUID());
          this.#keepBudget();
          return () => {};
        },
        limited() {},
      };
    }

    /** Not awaited: the runtime holds back the response until it is stored. The waiting holders ask again anyway. */
    #keepBudget(): void {
      void this.#storage.put(BUDGET_KEY, { ...this.#budget, waiting: [] });
    }
  };
}

/**
 * The class of the Durable Object. It requests and refreshes the token of a whole deployment, keeps it in its
 * storage, and grants the permits of the shared budget. It alone needs the App Secret.
 *
 * Export it from one Worker, bind it there under `durable_objects` with a migration that names it, and bind it
 * in other Workers with `script_name`. It has no `fetch`: only Workers with the binding can call it.
 */
export const KinabaseCoordinator: CoordinatorClass<CoordinatorEnv> =
  /* @__PURE__ */ coordinatorClass((env) => ({
    ...optionsFromEnv(env),
    secretField: env.KINABASE_SECRET_FIELD,
  }));

function isKept(value: unknown): value is { key: string; token: StoredToken } {
  return typeof value === "object" && value !== null && "key" in value && "token" in value;
}

function isPermitState(value: unknown): value is PermitState {
  return typeof value === "object" && value !== null && "startedAt" in value && "grants" in value;
}
