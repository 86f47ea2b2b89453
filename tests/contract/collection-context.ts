import { kinabaseRecord, recordPage } from "../../src/wire/zod-schemas.ts";
import type { KinabaseRecord, NewRecord, RecordPage } from "../../src/wire/types.ts";
import { type Answer, expectOk } from "./response.ts";

/** What a case does with one collection, by raw requests. */
export interface CollectionBench {
  /**
   * Sends a request.
   *
   * @param below What follows the collection in the URL: `""`, `"/bulk"`, `"?pageSize=5"`.
   */
  call(
    method: string,
    below: string,
    body?: unknown,
    headers?: Record<string, string>,
  ): Promise<Answer>;
  /** Adds a record and expects 200. Default: one that is named. */
  add(record?: Partial<NewRecord>): Promise<KinabaseRecord>;
  /** Adds records that are linked to a service, and named 1, 2, 3, …: a filter finds just these. */
  addLinked(service: string, count: number): Promise<KinabaseRecord[]>;
  /** Reads a record and expects 200. */
  get(id: string): Promise<KinabaseRecord>;
  /** Reads a page and expects 200. */
  page(query: Record<string, string | number>): Promise<RecordPage>;
}

/** What is sent with a token. */
export type Call = (
  method: string,
  path: string,
  body?: unknown,
  headers?: Record<string, string>,
) => Promise<Answer>;

/** Makes a context for one collection. */
export function collectionBench(collection: string, send: Call): CollectionBench {
  const path = `collections/${encodeURIComponent(collection)}`;
  const call: CollectionBench["call"] = (method, below, body, headers) =>
    send(method, `${path}${below}`, body, headers);
  const add: CollectionBench["add"] = async (record = {}) =>
    expectOk(await call("POST", "", { data: { name: "Contract" }, ...record }), kinabaseRecord);
  return {
    call,
    add,
    async addLinked(service, count) {
      const added: KinabaseRecord[] = [];
      for (let i = 1; i <= count; i++) {
        const external = [{ key: service, id: `${service}-${i}` }];
        added.push(await add({ data: { name: String(i) }, external }));
      }
      return added;
    },
    get: async (id) => expectOk(await call("GET", `/${id}`), kinabaseRecord),
    async page(query) {
      const texts = Object.entries(query).map(([name, value]) => [name, String(value)]);
      return expectOk(await call("GET", `?${new URLSearchParams(texts)}`), recordPage);
    },
  };
}

/** A service that nobody else uses. */
export function newService(): string {
  return `contract-${crypto.randomUUID()}`;
}
