import {
  type Clock,
  createTokenSource,
  type Credentials,
  type FetchFunction,
  systemClock,
} from "../../mod.ts";
import { type BehaviorOptions, behaviorTable } from "../../mock-server/mod.ts";
import type { Target } from "./target.ts";

/** Options of {@linkcode deploymentTarget}. */
export interface DeploymentOptions {
  /** The base URL of the API, including `/api/v1`. HTTPS, unless the host is loopback. */
  baseUrl: string;
  /** The credentials of an active app. */
  credentials: Credentials;
  /**
   * The ID or slug of a scratch collection with the text fields `name` and `note` and the number field
   * `amount`. Cases delete the records that they create. Default: none, and cases about records are
   * skipped.
   */
  collection?: string | undefined;
  /** The maximum number of requests per minute. Default: 60, below the documented limit of 100 (D). */
  requestsPerMinute?: number | undefined;
  /** Allows `http:` for any host. It sends the secret unencrypted. Default: `false`. */
  allowInsecure?: boolean | undefined;
  /** Stops the current case when it aborts, see `runContract`. Its records are still deleted. */
  signal?: AbortSignal | undefined;
  /**
   * How the deployment behaves where that is not documented, such as `behaviorsOf(profile)`. Cases that
   * depend on it expect what is right then. Default: what this project assumes.
   */
  behaviors?: BehaviorOptions | undefined;
  /** Sends the requests. Default: the global `fetch`. */
  fetch?: FetchFunction | undefined;
  /** The clock for the pauses between requests. Default: the system's clock. */
  clock?: Clock | undefined;
}

const PER_MINUTE = 60;

/**
 * Creates a target for a real deployment. Only safe cases run: they create no apps, move no clock, send
 * few wrong credentials, limit their request rate, share a token where possible, and delete the records
 * that they create.
 *
 * @throws {TypeError} An option is invalid.
 *
 * @example
 * ```ts
 * import { contract, deploymentTarget, fidelity, runContract } from "@kinakit/kinabase/contract";
 *
 * declare const appId: string, appSecret: string;
 * const target = deploymentTarget({
 *   baseUrl: "https://app.kinabase.com/api/v1/",
 *   credentials: { appId, appSecret },
 *   collection: "contract-scratch",
 * });
 * console.log(fidelity(await runContract(contract(target))));
 * ```
 */
export function deploymentTarget(options: DeploymentOptions): Target {
  const { credentials, collection, requestsPerMinute = PER_MINUTE, clock = systemClock } = options;
  const { allowInsecure, signal, behaviors = {} } = options;
  if (!Number.isFinite(requestsPerMinute) || requestsPerMinute <= 0) {
    throw new TypeError(
      `requestsPerMinute: expected a positive number, got ${String(requestsPerMinute)}`,
    );
  }
  const send = paced(options.fetch ?? ((...of) => fetch(...of)), 60_000 / requestsPerMinute, clock);
  const baseUrl = options.baseUrl.replace(/\/*$/, "/");
  const { appId, appSecret } = credentials;
  const tokens = createTokenSource({
    appId,
    appSecret,
    // As given, for its error messages.
    baseUrl: options.baseUrl,
    allowInsecure,
    clock,
    fetch: send,
  });
  return {
    fetch: send,
    baseUrl,
    credentials,
    token: (rejected) => rejected === undefined ? tokens.token() : tokens.renew(rejected),
    allowInsecure,
    collection,
    signal,
    behavior: (id) => behaviors[id] ?? behaviorTable[id].default,
  };
}

/** Adds a pause between requests. */
function paced(fetch: FetchFunction, pause: number, clock: Clock): FetchFunction {
  let next = 0;
  return async (input, init) => {
    const wait = next - clock.now();
    next = Math.max(next, clock.now()) + pause;
    if (wait > 0) await clock.sleep(wait, init?.signal ?? undefined);
    return await fetch(input, init);
  };
}
