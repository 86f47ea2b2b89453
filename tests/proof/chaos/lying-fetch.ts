import type { FetchFunction } from "../../../mod.ts";

/** How often a batch gets a 2xx although nothing was done. */
const LIES = 0.05;
/** How often the response to a request is lost after the work was done. */
const LOSSES = 0.05;

/**
 * Passes requests on. Some responses are replaced by what a proxy sends when it loses the connection to the
 * server, or by nothing. Some batches are answered with 200 instead, without any work: each of these answers
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
      const response = await fetch(input, init);
      return response.ok && random() < LOSSES ? lost(random) : response;
    } finally {
      onEvent();
    }
  };
}

/** What a caller gets when a proxy loses a response. */
function lost(random: () => number): Response {
  const status = [0, 408, 499, 500, 502, 503, 504][Math.floor(random() * 7)] ?? 0;
  if (status === 0) throw new TypeError("The connection was lost.");
  return new Response("<html><body>The server did not respond.</body></html>", { status });
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
