import type { Context } from "hono";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import type { TokenClaims } from "../../src/wire/types.ts";
import type { CollectionState } from "../world/collections/collection.ts";
import type { StoredApp } from "../world/apps/app-registration.ts";
import type { FaultName } from "../world/faults/fault-kinds.ts";
import type { TenantState } from "../world/tenant/tenant.ts";
import { type FailureName, formatMessage, type Values } from "../world/failures/failures.ts";

/** What the middleware leaves for the routes. */
export interface MockEnv {
  /** Hono's place for it. */
  Variables: {
    /** The tenant the request belongs to. */
    tenant: TenantState;
    /** The path below `/api/v1`. */
    path: string;
    /** The bearer token; `claims` only if it is genuine. Absent when the request has none. */
    bearer: { claims: TokenClaims | undefined } | undefined;
    /** The app whose token was accepted; set behind `authenticate`. */
    app: StoredApp;
    /** The collection the path names; set behind `findCollection`. */
    collection: CollectionState;
    /** The fault that hit the request. */
    fault?: FaultName;
    /** Whether the answer's body is made while it is read, and may be long or never end. */
    streams?: boolean;
  };
}

/** Answers with a failure in the tenant's words, as `{"error": ...}` (D). */
export function refuse(c: Context<MockEnv>, name: FailureName, values?: Values): Response {
  const { status, message } = c.var.tenant.failure(name);
  // A test may choose any status from 400 on for a failure, and all of them carry a body.
  return c.json({ error: formatMessage(message, values) }, status as ContentfulStatusCode);
}
