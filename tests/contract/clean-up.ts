import * as z from "zod";
import type { ExternalLink, FetchFunction } from "../../mod.ts";
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
  /** Describes the records that were added, but that nothing names: the response has no ID, and they have no link. */
  unnamed(): readonly string[];
}

/**
 * Collects the paths of all records that are created in the target's collection, below the collection, so
 * that they can be deleted after the case. They are the IDs in responses, or where these have none or are lost, the
 * external IDs in requests.
 */
export function trackCreated(target: Target): Tracked {
  const { baseUrl, collection = "", signal, idleTimeout, deadlineClock } = target;
  const path = new URL(`${baseUrl}collections/${encodeURIComponent(collection)}`).pathname;
  const ids = new Set<string>();
  const unnamed: string[] = [];
  const creating = new Set<Promise<Response>>();

  function addSent(body: unknown, isAdded: boolean): void {
    for (const { data, external } of recordsIn(body)) {
      for (const link of external ?? []) ids.add(pathOf(link));
      if (isAdded && !external?.length) {
        unnamed.push(
          `one with the data ${JSON.stringify(data)} (the response to its POST has no ID)`,
        );
      }
    }
  }

  async function create(input: string, init: RequestInit): Promise<Response> {
    const response = await target.fetch(input, init).catch((error: unknown) => {
      // It may have been written.
      if (init.method === "POST") addSent(init.body, false);
      throw error;
    });
    if (!response.ok) return response;
    const { pathname } = new URL(input);
    // Where a PATCH by an unknown external ID adds a record (A).
    if (init.method === "PATCH") ids.add(pathname.slice(path.length + 1));
    else {
      const found = idsIn(await response.clone().json().catch(() => undefined));
      // Of a batch, some records may have been refused.
      if (found === undefined) addSent(init.body, pathname === path);
      else for (const one of found) ids.add(one);
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
    unnamed: () => unnamed,
  };
}

function idsIn(body: unknown): string[] | undefined {
  const one = oneRecord.safeParse(body);
  if (one.success) return [encodeURIComponent(one.data.id)];
  const many = manyRecords.safeParse(body);
  return many.success ? many.data.records.map(({ id }) => encodeURIComponent(id)) : undefined;
}

/** The new records in the body of a request: none if it has another form. */
function recordsIn(body: unknown): z.infer<typeof anyNewRecord>[] {
  const sent = parsed(body);
  const many = sentRecords.safeParse(sent);
  if (many.success) return many.data.records;
  const one = anyNewRecord.safeParse(sent);
  return one.success ? [one.data] : [];
}

function parsed(body: unknown): unknown {
  try {
    return typeof body === "string" ? JSON.parse(body) : undefined;
  } catch {
    return undefined;
  }
}

function pathOf({ key, id }: ExternalLink): string {
  return `ext/${encodeURIComponent(key)}/${encodeURIComponent(id)}`;
}
