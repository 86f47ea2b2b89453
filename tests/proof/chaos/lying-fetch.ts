import type { FetchFunction } from "../../../mod.ts";

/** How often a batch gets a 2xx although nothing was done. */
const LIES = 0.05;

/**
 * Passes requests on. Some batches are answered with 200 instead, without any work: each of these answers
 * contradicts itself or the request, so that a client can notice it.
 *
 * @param onEvent Called when a request starts and when it ends.
 */
export function lyingFetch(
  fetch: FetchFunction,
  random: () => number,
  onEvent: () => void,
): FetchFunction {
  return async (input, init) => {
    onEvent();
    try {
      const [, kind] = /\/(bulk|ingest)$/.exec(input) ?? [];
      if (kind !== undefined && random() < LIES) {
        return Response.json(lie(random, String(init?.body), kind === "ingest"));
      }
      return await fetch(input, init);
    } finally {
      onEvent();
    }
  };
}

function lie(random: () => number, body: string, isIngest: boolean): unknown {
  const count = body.split('"id"').length;
  const lies: unknown[] = [
    // The response to a bulk call is not documented, so an empty one contradicts nothing (A).
    ...(isIngest ? [{}, null] : []),
    [],
    { error: "The request was not carried out." },
    { records: [] },
    { recordIds: [] },
    { success: false },
    { totalRecords: count, processedRecords: 0, failedRecords: count, errors: null },
    { totalRecords: 0, processedRecords: 0, failedRecords: 0, errors: [] },
    { totalRecords: count, processedRecords: 0, failedRecords: 0 },
  ];
  return lies[Math.floor(random() * lies.length)];
}
