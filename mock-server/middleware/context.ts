import type { TokenClaims } from "../../src/wire/types.ts";
import type { CollectionState } from "../world/collections/collection.ts";
import type { StoredApp } from "../world/apps/app-registration.ts";
import type { FaultName } from "../world/faults/fault-types.ts";
import type { TenantState } from "../world/tenant/tenant.ts";
import type { FailureName } from "../world/failures/failures.ts";
import type { OpenEntry } from "../world/journal/journal.ts";

/** A request body, or why it could not be read. */
export interface ReadBody {
  /** The text; empty if it could not be read. */
  text: string;
  /** Why it could not be read. */
  failure?: FailureName & ("bodyTooLarge" | "bodyIncomplete");
}

/** A bearer token. */
export interface Bearer {
  /** The scheme as it was sent. */
  scheme: string;
  /** The token's claims, if its signature is valid. */
  claims: TokenClaims | undefined;
}

/** What the middleware provides to the routes. Read it with `c.get`: `c.var` copies all variables every time. */
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
    bearer: Bearer | undefined;
    /** The app that the request names with valid credentials or a valid token. */
    appId?: string | undefined;
    /** The app whose token was accepted. Set by `authenticate`. */
    app: StoredApp;
    /** The collection in the path. Set by `findCollection`. */
    collection: CollectionState;
    /** Its entry in the tenant's journal. Set by `journal`. */
    entry?: OpenEntry;
    /** The fault that hit the request. */
    fault?: FaultName;
    /** Whether the response body is streamed, so it may be long or never end. */
    streams?: boolean;
  };
}
