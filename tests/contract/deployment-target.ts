import {
  type Clock,
  createTokenSource,
  type Credentials,
  type FetchFunction,
  systemClock,
} from "../../mod.ts";
import type { Target } from "./target.ts";

/** How a real deployment is reached. */
export interface DeploymentOptions {
  /** Where the API is, up to and including `/api/v1`. */
  baseUrl: string;
  /** An active app's credentials. */
  credentials: Credentials;
  /**
   * The ID or slug of a scratch collection with the text fields `name` and `note` and the number
   * `amount`. Cases delete the records they made. Without one, cases about records are skipped.
   */
  collection?: string | undefined;
  /** How many requests are sent in a minute at most. Default 60, well below the 100 allowed (D). */
  requestsPerMinute?: number | undefined;
  /** Permits `http:` to a host that is not loopback. Default `false`: it sends the secret in the clear. */
  allowInsecure?: boolean | undefined;
  /** Sends the requests. Default: the global `fetch`. */
  fetch?: FetchFunction | undefined;
  /** Keeps the pace. Default: the machine's clock. */
  clock?: Clock | undefined;
}

const PER_MINUTE = 60;

/**
 * A real deployment as a target. Only what is safe runs: it makes no apps, moves no clock, sends few
 * wrong credentials, keeps to a pace, shares a token where it can, and deletes what it made.
 *
 * @throws {TypeError} When an option is wrong.
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
  const { allowInsecure } = options;
  if (!Number.isFinite(requestsPerMinute) || requestsPerMinute <= 0) {
    throw new TypeError(
      `requestsPerMinute: expected requests a minute, got ${String(requestsPerMinute)}`,
    );
  }
  const send = paced(options.fetch ?? ((...of) => fetch(...of)), 60_000 / requestsPerMinute, clock);
  const baseUrl = options.baseUrl.replace(/\/*$/, "/");
  const { appId, appSecret } = credentials;
  const tokens = createTokenSource({
    appId,
    appSecret,
    baseUrl,
    allowInsecure,
    clock,
    fetch: send,
  });
  const token = () => tokens.token();
  return { fetch: send, baseUrl, credentials, token, allowInsecure, collection };
}

/** Leaves a pause between two requests. */
function paced(fetch: FetchFunction, pause: number, clock: Clock): FetchFunction {
  let next = 0;
  return async (input, init) => {
    const wait = next - clock.now();
    next = Math.max(next, clock.now()) + pause;
    if (wait > 0) await clock.sleep(wait, init?.signal ?? undefined);
    return await fetch(input, init);
  };
}
