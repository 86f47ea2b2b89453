import type { JournalEntry } from "../world/journal/journal-entry.ts";
import type { Tenant } from "../world/tenant/tenant.ts";

/**
 * Receives the requests of all tenants. It is not awaited, and its errors are ignored: they must not change a
 * response.
 *
 * @param entry What the tenant's journal has recorded, with secrets and tokens redacted.
 * @param tenant The tenant that the request belongs to.
 */
export type RequestListener = (entry: JournalEntry, tenant: Tenant) => void | Promise<void>;
