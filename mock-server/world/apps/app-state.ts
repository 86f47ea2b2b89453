import * as z from "zod";
import { expected } from "../../support/check.ts";

/** Whether an app may obtain and use tokens (S). */
export type AppState = "active" | "expired" | "revoked";

/** What the state of an app must be. */
export const appStateSchema: z.ZodType<AppState> = z.lazy(() =>
  z.enum(
    ["active", "expired", "revoked"],
    expected('"active", "expired" or "revoked"'),
  )
);
