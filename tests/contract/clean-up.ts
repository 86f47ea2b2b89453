import * as z from "zod";
import type { FetchFunction } from "../../mod.ts";
import { anyNewRecord } from "../../src/wire/zod-schemas.ts";
import type { Target } from "./target.ts";

const oneRecord = z.looseObject({ id: z.string() });
const manyRecords = z.looseObject({ records: z.array(oneRecord) });
const sentRecords = z.looseObject({ records: z.array(anyNewRecord) });

/**
 * Collects the paths of all records that are created in the target's collection, below the collection, so
 * that they can be deleted after the case. They are the IDs in responses, or where these have none, the
 * external IDs in requests.
 */
export function trackCreated(target: Target): { target: Target; created: Set<string> } {
  const { baseUrl, collection = "" } = target;
  const path = new URL(`${baseUrl}collections/${encodeURIComponent(collection)}`).pathname;
  const created = new Set<string>();
  const fetch: FetchFunction = async (input, init) => {
    const response = await target.fetch(input, init);
    const { pathname } = new URL(input);
    if (!response.ok) return response;
    if (init?.method === "POST" && (pathname === path || pathname === `${path}/bulk`)) {
      const ids = idsIn(await response.clone().json().catch(() => undefined));
      for (const one of ids ?? linksIn(init.body)) created.add(one);
    }
    // Where a PATCH by an unknown external ID adds a record (A).
    if (init?.method === "PATCH" && pathname.startsWith(`${path}/ext/`)) {
      created.add(pathname.slice(path.length + 1));
    }
    return response;
  };
  return { target: { ...target, fetch }, created };
}

function idsIn(body: unknown): string[] | undefined {
  const one = oneRecord.safeParse(body);
  if (one.success) return [encodeURIComponent(one.data.id)];
  const many = manyRecords.safeParse(body);
  return many.success ? many.data.records.map(({ id }) => encodeURIComponent(id)) : undefined;
}

function linksIn(body: unknown): string[] {
  const sent = sentRecords.safeParse(typeof body === "string" ? JSON.parse(body) : undefined);
  const links = sent.success ? sent.data.records.flatMap(({ external }) => external ?? []) : [];
  return links.map(({ key, id }) => `ext/${encodeURIComponent(key)}/${encodeURIComponent(id)}`);
}
