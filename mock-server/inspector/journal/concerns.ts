import type { AppRegistration } from "../../world/apps/app-registration.ts";
import type { CollectionState } from "../../world/collections/collection.ts";
import type { JournalEntry } from "../../world/journal/journal-entry.ts";
import type { TenantState } from "../../world/tenant/tenant.ts";

/** What a request is about, as far as it still exists. */
export interface Concerns {
  /** The app of its token or credentials. */
  app?: Pick<AppRegistration, "appId" | "name"> | undefined;
  /** The collection in its path. */
  collection?: CollectionState | undefined;
  /** The ID of the record in its path, or of the record that it created. */
  recordId?: string | undefined;
}

/** What a request in the journal is about. */
export function concernsOf(entry: JournalEntry, tenant: TenantState): Concerns {
  const app = entry.appId === undefined ? undefined : tenant.app(entry.appId);
  const [first, slug = "", ...rest] = partsOf(entry.path);
  const collection = first === "collections" ? tenant.collections.find(slug) : undefined;
  const record = collection && recordOf(entry, collection, rest);
  return { app, collection, recordId: record?.id };
}

function recordOf(entry: JournalEntry, { store }: CollectionState, parts: readonly string[]) {
  const [id, service = "", externalId = ""] = parts;
  if (id === "ext") return store.withExternal(service, externalId);
  if (id !== undefined) return store.get(id);
  const created = entry.method === "POST" ? entry.responseBody : undefined;
  const isObject = typeof created === "object" && created !== null && !Array.isArray(created);
  const createdId = isObject ? created["id"] : undefined;
  return typeof createdId === "string" ? store.get(createdId) : undefined;
}

/** The parts of a path, decoded where possible. */
function partsOf(path: string): string[] {
  return path.split("/").slice(1).map((part) => {
    try {
      return decodeURIComponent(part);
    } catch {
      return part;
    }
  });
}
