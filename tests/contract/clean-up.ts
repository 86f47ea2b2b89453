import * as z from "zod";
import type { FetchFunction } from "../../mod.ts";
import type { Target } from "./target.ts";

const oneRecord = z.looseObject({ id: z.string() });
const manyRecords = z.looseObject({ records: z.array(oneRecord) });

/**
 * Collects the IDs of all records that are created in the target's collection, so that they can be
 * deleted after the case. It reads them from the responses to POST.
 */
export function trackCreated(target: Target): { target: Target; created: Set<string> } {
  const { baseUrl, collection = "" } = target;
  const path = new URL(`${baseUrl}collections/${encodeURIComponent(collection)}`).pathname;
  const created = new Set<string>();
  const fetch: FetchFunction = async (input, init) => {
    const response = await target.fetch(input, init);
    const { pathname } = new URL(input);
    const adds = init?.method === "POST" && (pathname === path || pathname === `${path}/bulk`);
    if (adds && response.ok) {
      for (const id of idsIn(await response.clone().json().catch(() => undefined))) created.add(id);
    }
    return response;
  };
  return { target: { ...target, fetch }, created };
}

function idsIn(body: unknown): string[] {
  const one = oneRecord.safeParse(body);
  if (one.success) return [one.data.id];
  const many = manyRecords.safeParse(body);
  return many.success ? many.data.records.map(({ id }) => id) : [];
}
