import { describeValue } from "../support/describe-value.ts";
import {
  type Checks,
  checkValues,
  expectDuration,
  expectMethods,
} from "../support/option-checks.ts";
import { refuseUnknown } from "../support/unknown-options.ts";

/** The options of every call. */
export interface CallOptions {
  /** Aborts the call, which then rejects with the signal's reason. */
  signal?: AbortSignal | undefined;
  /**
   * The timeout of the whole call, in milliseconds. It includes waits and retries, and for `list`,
   * `stream`, `bulk` and `ingest` all requests. Default: the client's `timeout` for a call of one request,
   * no limit for the others.
   */
  timeout?: number | undefined;
}

/**
 * Checks the options of one call. It also catches `ids.map(people.get)`, which passes an index.
 *
 * @param own The options that the call has in addition to `timeout` and `signal`.
 * @throws {TypeError} The message names the option and what was expected.
 */
export function checkCall(call: CallOptions, own: Checks): void {
  if (typeof call !== "object" || call === null) {
    throw new TypeError(
      `call options: expected an object such as { timeout, signal }, got ${describeValue(call)}`,
    );
  }
  refuseUnknown(call, ["timeout", "signal", ...Object.keys(own)]);
  expectDuration("timeout", call.timeout);
  expectMethods("signal", call.signal ?? undefined, ["throwIfAborted", "addEventListener"]);
  checkValues(call, own);
}
