import { isKinabaseEnvelope } from "../errors/server-message.ts";
import type { ExchangeRequest, Received } from "./exchange.ts";

/**
 * Whether a DELETE got 404 because an earlier attempt, whose response was lost, has deleted the record. A proxy's
 * 404 does not prove that.
 */
export function wasDeletedBefore(
  { method }: ExchangeRequest,
  { response, maybeAppliedBefore }: Received,
  body: string | undefined,
): boolean {
  return method === "DELETE" && response.status === 404 && maybeAppliedBefore &&
    isKinabaseEnvelope(body);
}
