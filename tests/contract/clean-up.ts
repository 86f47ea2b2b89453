import * as z from "zod";
import type { FetchFunction } from "../../mod.ts";
import type { Target } from "./target.ts";

const oneRecord = z.looseObject({ id: z.string() });
const manyRecords = z.looseObject({ records: z.array(oneRecord) });

/**
 * Watches what is added to the target's collection, so that a case can delete what it made: every
 * record that an answer to a POST there has shown, whoever sent it.
 */
export function watched(target: Target): { target: Target; made: Set<string> } {
  const { baseUrl, collection = "" } = target;
  const path = new URL(`${baseUrl}collections/${encodeURIComponent(collection)}`).pathname;
  const made = new Set<string>();
  const fetch: FetchFunction = async (input, init) => {
    const response = await target.fetch(input, init);
    const { pathname } = new URL(input);
    const adds = init?.method === "POST" && (pathname === path || pathname === `${path}/bulk`);
    if (adds && response.ok) {
      for (const id of idsIn(await response.clone().json().catch(() => undefined))) made.add(id);
    }
    return response;
  };
  return { target: { ...target, fetch }, made };
}

function idsIn(body: unknown): string[] {
  const one = oneRecord.safeParse(body);
  if (one.success) return [one.data.id];
  const many = manyRecords.safeParse(body);
  return many.success ? many.data.records.map(({ id }) => id) : [];
}
