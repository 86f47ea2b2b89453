import type { MiddlewareHandler } from "hono";
import type { JournalEntry } from "../world/journal/journal-entry.ts";
import type { Tenant } from "../world/tenant/tenant.ts";
import type { MockEnv } from "./context.ts";

/**
 * Receives the requests of all tenants. It is not awaited, and its errors are ignored: they must not change a
 * response.
 *
 * @param entry What the tenant's journal has recorded, with secrets and tokens redacted.
 * @param tenant The tenant that the request belongs to.
 */
export type RequestListener = (entry: JournalEntry, tenant: Tenant) => void | Promise<void>;

/** Passes each request to a listener when its response is ready, or when it gets none. */
export function reportRequest(listener: RequestListener): MiddlewareHandler<MockEnv> {
  const tell = async (entry: JournalEntry, tenant: Tenant) => await listener(entry, tenant);
  return async (c, next) => {
    try {
      await next();
    } finally {
      const { entry, tenant } = c.var;
      if (entry !== undefined) tell(entry.copy(), tenant).catch(() => {});
    }
  };
}
