import type { MockServer } from "../../../mock-server/mod.ts";
import type { ApiRequest } from "./api-requests.ts";
import { defended } from "./attempts.ts";
import { sendable } from "./sendable.ts";
import { type Canary, discloseNothing } from "./disclosure.ts";
import type { Presentation } from "./presentations.ts";

const LONGEST_ANSWER = 300;

/**
 * Sends a request with a token that must not count, and throws unless it gets 401, or what a public operation
 * returns to everyone. The answer must be short and without secrets.
 */
export async function expectRefused(
  mock: MockServer,
  request: ApiRequest,
  presented: Presentation,
  secrets: readonly Canary[],
): Promise<void> {
  const response = await send(mock, request, presented);
  // Some texts cannot be sent in a header.
  if (response === undefined) return;
  const text = await response.text();
  const expected = request.isPublic && request.method === "GET" ? 200 : 401;
  defended(response.status === expected, `expected ${expected}, got ${response.status}`);
  defended(text.length < LONGEST_ANSWER, `the answer has ${text.length} characters`);
  discloseNothing(text, secrets, "the answer");
}

/** Throws unless a token is accepted. */
export async function expectAccepted(mock: MockServer, token: string): Promise<void> {
  const { status } = await statusWith(mock, token);
  defended(status === 200, `the good token gets ${status}`);
}

/** Requests the status with a token. */
export async function statusWith(mock: MockServer, token: string): Promise<Response> {
  return await mock.fetch(`${mock.baseUrl}status`, {
    headers: { authorization: `Bearer ${token}` },
  });
}

async function send(
  mock: MockServer,
  { method, path, body }: ApiRequest,
  { headers: given, query, body: instead }: Presentation,
): Promise<Response | undefined> {
  const headers = new Headers();
  try {
    for (const [name, value] of given) headers.append(name, sendable(value));
  } catch {
    return undefined;
  }
  const isBodyless = method === "GET" || method === "HEAD";
  const sent = isBodyless ? undefined : body ?? instead?.text;
  const type = body === undefined ? instead?.type : "application/json";
  if (type !== undefined) headers.set("content-type", type);
  const url = `${mock.baseUrl}${path}${query === undefined ? "" : `?${query}`}`;
  return await mock.fetch(url, { method, headers, ...(sent === undefined ? {} : { body: sent }) });
}
