import type { Context } from "hono";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import type { KeptApp } from "../world/app-registration.ts";
import type { TenantState } from "../world/tenant.ts";
import type { FailureName } from "../wording.ts";

/** What the middleware leaves for the routes. */
export interface MockEnv {
  /** Hono's place for it. */
  Variables: {
    /** The tenant the request belongs to. */
    tenant: TenantState;
    /** The path below `/api/v1`. */
    path: string;
    /** The app whose token was accepted; set behind `authenticate`. */
    app: KeptApp;
  };
}

/** Answers with a failure in the tenant's words, as `{"error": ...}` (D). */
export function refuse(c: Context<MockEnv>, name: FailureName, detail?: string): Response {
  const { status, message } = c.var.tenant.failure(name);
  const error = detail === undefined ? message : `${message} ${detail}`;
  // A test may choose any status from 400 on for a failure, and all of them carry a body.
  return c.json({ error }, status as ContentfulStatusCode);
}
