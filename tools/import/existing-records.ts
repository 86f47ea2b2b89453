import type { CallOptions, Collection, ExternalLink } from "../../mod.ts";

/** A record that is linked to the service. */
export interface ExistingRecord {
  id: string;
  /** Its links. */
  external: ExternalLink[];
}

/**
 * Finds the records that are linked to a service, by listing them: 300 in a request, where single look-ups would
 * take a request each.
 *
 * @returns The records, by their ID in the service.
 */
export async function existingRecords(
  collection: Collection,
  service: string,
  call: CallOptions,
): Promise<Map<string, ExistingRecord>> {
  const found = new Map<string, ExistingRecord>();
  for await (const { id, external } of collection.list({ externalService: service, ...call })) {
    for (const link of external ?? []) {
      if (link.key === service) found.set(link.id, { id, external: external ?? [] });
    }
  }
  return found;
}
