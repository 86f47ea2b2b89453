import * as z from "zod";
import type { FetchFunction } from "../../mod.ts";
import type { Target } from "./target.ts";

const oneRecord = z.looseObject({ id: z.string() });
const manyRecords = z.looseObject({ records: z.array(oneRecord) });

/** A target, and the records that were created in its collection. */
export interface Tracked {
  /** The target for the case. When its signal aborts, it sends no further requests. */
  target: Target;
  /** Waits for the responses under way, and returns the IDs of the created records. */
  created(): Promise<ReadonlySet<string>>;
}

/**
 * Collects the IDs of all records that are created in the target's collection, so that they can be
 * deleted after the case. It reads them from the responses to POST.
 */
export function trackCreated(target: Target): Tracked {
  const { baseUrl, collection = "", signal } = target;
  const path = new URL(`${baseUrl}collections/${encodeURIComponent(collection)}`).pathname;
  const ids = new Set<string>();
  const creating = new Set<Promise<Response>>();

  async function create(input: string, init: RequestInit): Promise<Response> {
    const response = await target.fetch(input, init);
    if (response.ok) {
      for (const id of idsIn(await response.clone().json().catch(() => undefined))) ids.add(id);
    }
    return response;
  }

  const fetch: FetchFunction = async (input, init) => {
    signal?.throwIfAborted();
    const { pathname } = new URL(input);
    const adds = init?.method === "POST" && (pathname === path || pathname === `${path}/bulk`);
    if (!adds) return await target.fetch(input, init);
    const response = create(input, init);
    creating.add(response);
    return await response.finally(() => creating.delete(response));
  };

  return {
    target: { ...target, fetch },
    async created() {
      await Promise.allSettled(creating);
      return ids;
    },
  };
}

function idsIn(body: unknown): string[] {
  const one = oneRecord.safeParse(body);
  if (one.success) return [one.data.id];
  const many = manyRecords.safeParse(body);
  return many.success ? many.data.records.map(({ id }) => id) : [];
}
