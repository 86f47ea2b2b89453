import type { ClientContext } from "../client-context.ts";
import type { CallOptions } from "../http/call-options.ts";
import { type JsonResponse, sendJson } from "../http/json-call.ts";
import type { CollectionInfo } from "../wire/types.ts";
import { isCollection } from "./envelopes.ts";
import { isObject } from "../support/is-object.ts";

/**
 * Lists the tenant's collections: `GET /collections` (D). The format of the response is not known: a plain
 * array, an object with a list, and pages are accepted (A).
 */
export async function listCollections(
  client: ClientContext,
  call: CallOptions | undefined,
): Promise<CollectionInfo[]> {
  const deadline = client.deadline(call);
  const found = new Map<string, CollectionInfo>();
  for (let pageIndex = 0;; pageIndex++) {
    const response = await sendJson(
      client,
      {
        method: "GET",
        path: "collections",
        // No parameters until a response shows that there are pages.
        query: pageIndex === 0 ? {} : { pageIndex },
        idempotent: true,
      },
      deadline,
    );
    const { collections, total } = readCollections(response);
    const before = found.size;
    for (const collection of collections) found.set(collection.id, collection);
    if (total === undefined || found.size >= total) return [...found.values()];
    if (found.size === before) {
      throw response.unexpected(`but only ${found.size} of ${total} collections`);
    }
  }
}

/** Returns the collections in a response, and their total number if it has one. */
function readCollections(
  response: JsonResponse,
): { collections: CollectionInfo[]; total: number | undefined } {
  const { body } = response;
  const list = isObject(body) ? body["records"] ?? body["collections"] : body;
  if (!Array.isArray(list) || !list.every(isCollection)) {
    throw response.unexpected("but the body is not a list of collections");
  }
  const total = isObject(body) ? body["totalRecords"] : undefined;
  return { collections: list, total: typeof total === "number" ? total : undefined };
}
