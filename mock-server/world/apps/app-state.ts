import * as z from "zod";
import { expected } from "../../support/check.ts";

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
