import { kinabaseRecord, recordPage } from "../../src/wire/response-schemas.ts";
import type { KinabaseRecord, NewRecord, RecordPage } from "../../src/wire/types.ts";
import { expectOk, type JsonResponse } from "./response.ts";

/** Raw requests to one collection. */
export interface CollectionCalls {
  /**
   * Sends a request.
   *
   * @param below The part of the URL after the collection: `""`, `"/bulk"`, `"?pageSize=5"`.
   */
  call(
    method: string,
    below: string,
    body?: unknown,
    headers?: Record<string, string>,
  ): Promise<JsonResponse>;
  /** Adds a record and expects 200. By default its `data` is a name. */
  add(record?: Partial<NewRecord>): Promise<KinabaseRecord>;
  /** Adds records named 1, 2, 3, … that are linked to a service, so that a filter selects only them. */
  addLinked(service: string, count: number): Promise<KinabaseRecord[]>;
  /** Reads a record and expects 200. */
  get(id: string): Promise<KinabaseRecord>;
  /** The IDs of the records that are linked to a service, in the server's order: at most 300. */
  listed(service: string): Promise<string[]>;
  /** Reads a page and expects 200. */
  page(query: Record<string, string | number>): Promise<RecordPage>;
}

/** Sends a raw request with a token, and reads the response. */
export type Call = (
  method: string,
  path: string,
  body?: unknown,
  headers?: Record<string, string>,
) => Promise<JsonResponse>;

/** Creates the raw requests for one collection. */
export function collectionCalls(collection: string, send: Call): CollectionCalls {
  const path = `collections/${encodeURIComponent(collection)}`;
  const call: CollectionCalls["call"] = (method, below, body, headers) =>
    send(method, `${path}${below}`, body, headers);
  const add: CollectionCalls["add"] = async (record = {}) =>
    expectOk(await call("POST", "", { data: { name: "Contract" }, ...record }), kinabaseRecord);
  const page: CollectionCalls["page"] = async (query) => {
    const texts = Object.entries(query).map(([name, value]) => [name, String(value)]);
    return expectOk(await call("GET", `?${new URLSearchParams(texts)}`), recordPage);
  };
  return {
    call,
    add,
    page,
    async addLinked(service, count) {
      const added: KinabaseRecord[] = [];
      for (let i = 1; i <= count; i++) {
        const external = [{ key: service, id: `${service}-${i}` }];
        added.push(await add({ data: { name: String(i) }, external }));
      }
      return added;
    },
    get: async (id) => expectOk(await call("GET", `/${id}`), kinabaseRecord),
    async listed(externalService) {
      const { records } = await page({ externalService, pageSize: 300 });
      return records.map(({ id }) => id);
    },
  };
}

/** Returns a new name of an external service, so that cases do not share links. */
export function newService(): string {
  return `contract-${crypto.randomUUID()}`;
}
