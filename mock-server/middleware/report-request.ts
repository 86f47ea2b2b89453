import type { MiddlewareHandler } from "hono";
import type { JournalEntry } from "../world/journal/journal-entry.ts";
import type { Tenant } from "../world/tenant/tenant.ts";
import type { MockEnv } from "./context.ts";
import type { RequestListener } from "./request-listener.ts";

/** Passes each request to a listener when its response is ready, or when it gets none. */
export function reportRequest(listener: RequestListener): MiddlewareHandler<MockEnv> {
  const tell = async (entry: JournalEntry, tenant: Tenant) => await listener(entry, tenant);
  return async (c, next) => {
    try {
      await next();
    } finally {
      const entry = c.get("entry");
      if (entry !== undefined) tell(entry.copy(), c.get("tenant")).catch(() => {});
    }
  };
}
