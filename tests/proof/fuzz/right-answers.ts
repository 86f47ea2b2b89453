import type { JsonValue } from "../../../mod.ts";

/** How many records the hostile server pretends to have. */
const RECORDS = 7;

/** A request as the hostile server sees it. */
export interface Seen {
  method: string;
  /** The path below the base URL. */
  path: string;
  query: URLSearchParams;
  /** The parsed body. */
  body: unknown;
}

/** The right response to a request. */
export function rightAnswer({ method, path, query, body }: Seen, token: string): JsonValue {
  const [first, , third, fourth] = path.split("/");
  if (first === "token") return { token };
  if (first !== "collections") return { authenticated: true };
  if (path === "collections") return [{ id: "c1", slug: "people" }, { id: "c2", slug: "sensors" }];
  if (third === undefined) return method === "POST" ? record(9, body) : page(query);
  if (third === "all") return Array.from({ length: RECORDS }, (_, i) => record(i));
  if (third === "bulk") return bulk(method, body);
  if (third === "ingest") {
    const count = listIn(body, "records").length;
    return { totalRecords: count, processedRecords: count, failedRecords: 0, errors: null };
  }
  if (method === "DELETE") return {};
  return {
    ...record(1, body),
    id: third === "ext" ? `linked ${fourth}` : decodeURIComponent(third),
  };
}

function page(query: URLSearchParams): JsonValue {
  const [pageIndex, pageSize] = [
    Number(query.get("pageIndex")),
    Number(query.get("pageSize") ?? 10),
  ];
  const from = pageIndex * pageSize;
  const count = Math.max(0, Math.min(pageSize, RECORDS - from));
  const records = Array.from({ length: count }, (_, i) => record(from + i));
  return { records, totalRecords: RECORDS, pageIndex, pageSize };
}

function bulk(method: string, body: unknown): JsonValue {
  if (method === "DELETE") return { recordIds: listIn(body, "recordIds").map(String) };
  const records = listIn(body, "records").map((one, i) => ({
    ...record(i, one),
    ...(method === "PATCH" ? { id: String(partOf(one, "id")) } : {}),
  }));
  return { records };
}

function record(index: number, sent?: unknown): { [name: string]: JsonValue } {
  const data: unknown = partOf(sent, "data") ?? { name: `record ${index}` };
  const copy: JsonValue = JSON.parse(JSON.stringify(data));
  return { id: `r${index}`, numericId: index + 1, data: copy, external: null };
}

function partOf(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null ? Reflect.get(value, name) : undefined;
}

function listIn(value: unknown, name: string): unknown[] {
  const list = partOf(value, name);
  return Array.isArray(list) ? list : [];
}
