import * as z from "zod";
import type { FetchFunction } from "../../mod.ts";
import { anyNewRecord } from "../../src/wire/request-body-schemas.ts";
import type { Target } from "./target.ts";
import { within } from "./within.ts";

const oneRecord = z.looseObject({ id: z.string() });
const manyRecords = z.looseObject({ records: z.array(oneRecord) });
const sentRecords = z.looseObject({ records: z.array(anyNewRecord) });

/** A target, and the records that were created in its collection. */
export interface Tracked {
  /** The target for the case. When its signal aborts, it sends no further requests. */
  target: Target;
  /**
   * Waits for the responses under way, as long as `idleTimeout` allows, and returns the paths of the created records,
   * below the collection.
   */
  created(): Promise<ReadonlySet<string>>;
}

/**
 * Collects the paths of all records that are created in the target's collection, below the collection, so
 * that they can be deleted after the case. They are the IDs in responses, or where these have none, the
 * external IDs in requests.
 */
export function trackCreated(target: Target): Tracked {
  const { baseUrl, collection = "", signal, idleTimeout, deadlineClock } = target;
  const path = new URL(`${baseUrl}collections/${encodeURIComponent(collection)}`).pathname;
  const ids = new Set<string>();
  const creating = new Set<Promise<Response>>();

  async function create(input: string, init: RequestInit): Promise<Response> {
    const response = await target.fetch(input, init);
    if (!response.ok) return response;
    const { pathname } = new URL(input);
    // Where a PATCH by an unknown external ID adds a record (A).
    if (init.method === "PATCH") ids.add(pathname.slice(path.length + 1));
    else {
      const found = idsIn(await response.clone().json().catch(() => undefined));
      for (const one of found ?? linksIn(init.body)) ids.add(one);
    }
    return response;
  }

  const fetch: FetchFunction = async (input, init) => {
    signal?.throwIfAborted();
    const { pathname } = new URL(input);
    const isPost = init?.method === "POST" && (pathname === path || pathname === `${path}/bulk`);
    const isPatch = init?.method === "PATCH" && pathname.startsWith(`${path}/ext/`);
    if (!isPost && !isPatch) return await target.fetch(input, init);
    const response = create(input, init);
    creating.add(response);
    return await response.finally(() => creating.delete(response));
  };

  return {
    target: { ...target, fetch },
    async created() {
      await within(Promise.allSettled(creating), idleTimeout, deadlineClock).catch(() => {});
      return ids;
    },
  };
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
