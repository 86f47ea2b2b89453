import type { Behaviors } from "../world/behaviors/behaviors.ts";
import { LATEST } from "../world/clock/instant.ts";

/**
 * The `Retry-After` header of a request beyond the rate limit, as the tenant sends it (A); `undefined` for none.
 *
 * @param now The time in milliseconds.
 * @param wait The milliseconds until the next request is allowed.
 */
export function retryAfter(now: number, wait: number, behaviors: Behaviors): string | undefined {
  switch (behaviors.get("rate-limit.retry-after")) {
    case "seconds":
      return String(wholeSeconds(wait));
    case "date":
      // An HTTP date has whole seconds, so it is rounded up.
      return new Date(Math.min(wholeSeconds(now + wait) * 1000, LATEST)).toUTCString();
    case "zero":
      return "0";
    case "absent":
      return undefined;
  }
}

/** Milliseconds as whole seconds, rounded up. */
export function wholeSeconds(milliseconds: number): number {
  return Math.ceil(milliseconds / 1000);
}
