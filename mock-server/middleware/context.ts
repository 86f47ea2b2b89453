import type { Context } from "hono";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import type { TokenClaims } from "../../src/wire/types.ts";
import type { CollectionState } from "../world/collections/collection.ts";
import type { StoredApp } from "../world/apps/app-registration.ts";
import type { FaultName } from "../world/faults/fault-types.ts";
import type { TenantState } from "../world/tenant/tenant.ts";
import { type FailureName, formatMessage, type Values } from "../world/failures/failures.ts";

/** A request body, or why there is none. */
export interface ReadBody {
  /** The text; empty if it could not be read. */
  text: string;
  /** Why it could not be read. */
  failure?: FailureName & ("bodyTooLarge" | "bodyIncomplete");
}

/** What the middleware provides to the routes. */
export interface MockEnv {
  /** The variables of a Hono context. */
  Variables: {
    /** The tenant the request belongs to. */
    tenant: TenantState;
    /** The path below `/api/v1`. */
    path: string;
    /** The request body. Absent if the method has none. Set by `readBody`. */
    body?: ReadBody;
    /** The bearer token, with its claims if the signature is valid. Absent if the request has none. */
    bearer: { claims: TokenClaims | undefined } | undefined;
    /** The app whose token was accepted. Set by `authenticate`. */
    app: StoredApp;
    /** The collection in the path. Set by `findCollection`. */
    collection: CollectionState;
    /** The fault that hit the request. */
    fault?: FaultName;
    /** Whether the response body is streamed, so it may be long or never end. */
    streams?: boolean;
  };
}

/** Responds with a failure and the tenant's message, as `{"error": ...}` (D). */
export function refuse(c: Context<MockEnv>, name: FailureName, values?: Values): Response {
  const { status, message } = c.var.tenant.failure(name);
  // Tests can set any status from 400 on for a failure, and all of these have a body.
  return c.json({ error: formatMessage(message, values) }, status as ContentfulStatusCode);
}
