import * as z from "zod";
import { expected } from "../../support/check.ts";
import type { FailureName } from "../failures/failures.ts";

/** Whether an app can request and use tokens (S). Expired and revoked apps cannot be reactivated. */
export type AppState = "active" | "expired" | "revoked";

/**
 * The schema of an app's state.
 *
 * @internal
 */
export const appStateSchema: z.ZodType<AppState> = z.lazy(() =>
  z.enum(
    ["active", "expired", "revoked"],
    expected('"active", "expired" or "revoked"'),
  )
);

/** Why an app cannot request or use tokens: the failure of such a request. */
export type BlockReason = FailureName & ("apiNotEnabled" | "appExpired" | "appRevoked");

const REASONS = { active: undefined, expired: "appExpired", revoked: "appRevoked" } as const;

/**
 * Why an app cannot request or use tokens now (S); `undefined` if it can.
 *
 * @param apiEnabled Whether the API of its tenant is enabled.
 */
export function blockReason(state: AppState, apiEnabled: boolean): BlockReason | undefined {
  return apiEnabled ? REASONS[state] : "apiNotEnabled";
}
