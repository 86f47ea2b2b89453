import * as fc from "fast-check";
import type { Client, Collection, JsonObject } from "../../../mod.ts";
import { anyJsonObject } from "./json.ts";
import { once } from "./once.ts";
import { anyText, word } from "./text.ts";

/** One call of the client. */
export interface Call {
  name: CallName;
  /** The IDs of the records that it names, or the number of its records. */
  ids: string[];
  data: JsonObject;
  /** How its records arrive. */
  source: "array" | "generator" | "async generator" | "throws";
  /** Options of bulk calls. */
  bulk: { batchSize: number; concurrency: number; throwOnFailure: boolean };
  /** When it is aborted: never, before it starts, or after so many turns. */
  abort: "never" | "before" | number;
  /** The reason of the abort. */
  reason: "default" | "error" | "text" | "null";
  timeout?: number | undefined;
  /** The arguments of `fetch`. */
  request: { method: string; path: string; body: "none" | "text" | "stream" };
  /** How the response of `fetch` is read. */
  read: "text" | "json" | "pieces" | "cancel" | "nothing";
  /** How many records of a list or a stream are read. */
  most: number;
  /** The largest response of a stream, in bytes, and its number of records. */
  limits: { maxResponseBytes: number; serverLimit: number; atServerLimit: "throw" | "end" };
}

/** The calls of the client. */
export type CallName =
  | "token"
  | "status"
  | "collections"
  | "fetch"
  | "page"
  | "list"
  | "stream"
  | "get"
  | "create"
  | "update"
  | "delete"
  | "bulk.create"
  | "bulk.update"
  | "bulk.delete"
  | "ingest"
  | "external.get"
  | "external.update"
  | "external.delete"
  | "external.upsert";

/** The names of all calls. */
export const CALL_NAMES: readonly CallName[] = [
  "token",
  "status",
  "collections",
  "fetch",
  "page",
  "list",
  "stream",
  "get",
  "create",
  "update",
  "delete",
  "bulk.create",
  "bulk.update",
  "bulk.delete",
  "ingest",
  "external.get",
  "external.update",
  "external.delete",
  "external.upsert",
];

/** Any call. */
export const anyCall = once((): fc.Arbitrary<Call> =>
  fc.record({
    name: fc.constantFrom(...CALL_NAMES),
    ids: fc.array(fc.oneof({ weight: 9, arbitrary: word() }, { weight: 1, arbitrary: anyText() }), {
      minLength: 1,
      maxLength: 7,
    }),
    data: anyJsonObject(),
    source: fc.constantFrom("array", "array", "generator", "async generator", "throws"),
    bulk: fc.record({
      batchSize: fc.integer({ min: 1, max: 4 }),
      concurrency: fc.integer({ min: 1, max: 3 }),
      throwOnFailure: fc.boolean(),
    }),
    abort: fc.oneof(
      { weight: 6, arbitrary: fc.constant<"never">("never") },
      { weight: 1, arbitrary: fc.oneof(fc.constant<"before">("before"), fc.nat(4)) },
    ),
    reason: fc.constantFrom("default", "error", "text", "null"),
    timeout: fc.option(fc.integer({ min: 1, max: 200_000 }), { nil: undefined }),
    request: fc.record({
      method: fc.constantFrom("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"),
      path: fc.oneof(
        fc.constantFrom("status", "/collections", "collections/people?pageSize=2"),
        anyText(),
      ),
      body: fc.constantFrom("none", "text", "stream"),
    }),
    read: fc.constantFrom("text", "json", "pieces", "cancel", "nothing"),
    most: fc.integer({ min: 1, max: 60 }),
    limits: fc.record({
      maxResponseBytes: fc.integer({ min: 10, max: 30_000 }),
      serverLimit: fc.constantFrom(7, 100_000),
      atServerLimit: fc.constantFrom("throw", "end"),
    }),
  })
);

/** The error of a caller's own code. */
export class CallerError extends Error {}

/**
 * Makes a call, and reads its result.
 *
 * @param mayBeEndless Whether a body may never end, so that it must not be read to its end.
 */
export async function make(
  client: Client,
  people: Collection,
  call: Call,
  signal: AbortSignal,
  mayBeEndless: boolean,
): Promise<unknown> {
  const { name, ids, data, bulk, timeout, most, limits } = call;
  const [id = "x"] = ids;
  const options = { signal, timeout };
  const service = people.external("crm");
  switch (name) {
    case "token":
      return await client.token(options);
    case "status":
      return await client.status(options);
    case "collections":
      return await client.collections(options);
    case "fetch":
      return await readResponse(await send(client, call, signal), call, mayBeEndless);
    case "page":
      return await people.page({ ...options, pageSize: 3 });
    case "list":
      return await first(most, people.list({ ...options, pageSize: 3 }));
    case "stream":
      return await first(most, people.stream({ ...options, ...limits }));
    case "get":
      return await people.get(id, options);
    case "create":
      return await people.create({ data }, { ...options, idempotent: bulk.throwOnFailure });
    case "update":
      return await people.update(id, { data }, options);
    case "delete":
      return await people.delete(id, options);
    case "bulk.create":
      return await people.bulk.create(recordsOf(call, (n) => ({ data: { ...data, n } })), {
        ...options,
        ...bulk,
      });
    case "bulk.update":
      return await people.bulk.update(
        recordsOf(call, (n, id) => ({ id, data: { ...data, n } })),
        { ...options, ...bulk },
      );
    case "bulk.delete":
      return await people.bulk.delete(recordsOf(call, (_, id) => id), { ...options, ...bulk });
    case "ingest": {
      const timestamp = "2026-01-01T00:00:00Z";
      return await people.ingest(
        recordsOf(call, (n, id) => ({ id, changes: [{ timestamp, data: { ...data, n } }] })),
        { ...options, ...bulk },
      );
    }
    case "external.get":
      return await service.get(id, options);
    case "external.update":
      return await service.update(id, { data }, options);
    case "external.delete":
      return await service.delete(id, options);
    case "external.upsert":
      return await service.upsert(id, { data }, options);
  }
}

/** The records of a bulk call: each has its index as `n`, so that it is found in a request. */
function recordsOf<T>(
  { ids, source }: Call,
  of: (n: number, id: string) => T,
): Iterable<T> | AsyncIterable<T> {
  const records = ids.map((id, n) => of(n, id));
  switch (source) {
    case "array":
      return records;
    case "generator":
      return (function* () {
        yield* records;
      })();
    case "async generator":
      return (async function* () {
        yield* records;
      })();
    case "throws":
      return (function* () {
        yield* records;
        throw new CallerError("the caller's generator failed");
      })();
  }
}

function send(client: Client, { request, timeout }: Call, signal: AbortSignal): Promise<Response> {
  const { method, path, body } = request;
  const hasBody = body !== "none" && method !== "GET" && method !== "HEAD";
  const stream = () =>
    new ReadableStream({
      start(controller) {
        controller.enqueue(new TextEncoder().encode("{}"));
        controller.close();
      },
    });
  return client.fetch(path, {
    method,
    signal,
    timeout,
    ...(hasBody ? { body: body === "text" ? "{}" : stream() } : {}),
  });
}

async function readResponse(
  response: Response,
  { read, most }: Call,
  mayBeEndless: boolean,
): Promise<unknown> {
  if (read === "nothing") return response.status;
  if (read === "cancel") return await response.body?.cancel();
  if (read === "text" && !mayBeEndless) return await response.text();
  if (read === "json" && !mayBeEndless) {
    // What is no JSON is the caller's to find.
    return await response.text().then((text) => text.length);
  }
  const reader = response.body?.getReader();
  for (let i = 0; reader !== undefined && i < most; i++) {
    if ((await reader.read()).done) return i;
  }
  return await reader?.cancel();
}

async function first<T>(most: number, source: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const item of source) {
    found.push(item);
    if (found.length >= most) break;
  }
  return found;
}
