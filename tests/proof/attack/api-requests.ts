import { API_OPERATIONS } from "../../../src/wire/operations.ts";

/** A request of one operation, without a token. */
export interface ApiRequest {
  /** The operation's name. */
  id: string;
  method: string;
  /** The path below the base URL, without a leading slash. */
  path: string;
  /** A valid body, as JSON. */
  body?: string;
  isPublic: boolean;
}

/** What the requests are about. */
export interface Place {
  collection: string;
  id: string;
  service: string;
  externalId: string;
}

/** A valid request of every operation, and a HEAD request. */
export function apiRequests(place: Place): ApiRequest[] {
  const { id } = place;
  const data = { code: "changed" };
  const bodies: Readonly<Record<string, object>> = {
    // Valid, but of no app.
    requestToken: { appId: crypto.randomUUID(), appSecret: "bm9uZQ==" },
    postRecord: { data },
    patchRecord: { data },
    postBulk: { records: [{ data }] },
    patchBulk: { records: [{ id, data }] },
    deleteBulk: { recordIds: [id] },
    patchExternal: { data },
    ingest: { records: [{ id, changes: [{ timestamp: "2026-01-01T00:00:00Z", data }] }] },
  };
  const values = new Map(Object.entries(place));
  return API_OPERATIONS.flatMap(({ id: name, method, path: template, isPublic = false }) => {
    const path = template.slice(1).replace(
      /\{(\w+)\}/g,
      (_, parameter: string) => encodeURIComponent(values.get(parameter) ?? ""),
    );
    const body = bodies[name];
    const request = { id: name, method, path, isPublic };
    if (body !== undefined) return [{ ...request, body: JSON.stringify(body) }];
    return name === "getRecords" ? [request, { ...request, method: "HEAD" }] : [request];
  });
}
