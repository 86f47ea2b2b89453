// A client of a server with scripted responses, whose requests a test can see.
import { type Client, type ClientOptions, createClient } from "../../../../mod.ts";

/** A request as the server sees it. */
export interface Recorded {
  method: string;
  /** The path below the base URL, with its query. */
  path: string;
  body: unknown;
}

const BASE_URL = "https://kinabase.invalid/api/v1/";

/**
 * Creates a client of a server with these responses, one for each request: a body, sent as JSON with 200, a
 * `Response`, or an error for no response.
 */
export function recordingClient(
  responses: readonly unknown[],
  options: Partial<ClientOptions> = {},
): { client: Client; requests: Recorded[] } {
  const requests: Recorded[] = [];
  const given = {
    token: "a-token-of-a-test",
    baseUrl: BASE_URL,
    retry: { limit: 1, baseDelay: 1, maxDelay: 1 },
    fetch: (url: string, init: RequestInit = {}) => {
      const response = responses[requests.length];
      const body = typeof init.body === "string" ? JSON.parse(init.body) : undefined;
      requests.push({ method: init.method ?? "", path: url.slice(BASE_URL.length), body });
      if (response instanceof Error) return Promise.reject(response);
      return Promise.resolve(response instanceof Response ? response : Response.json(response));
    },
    ...options,
  };
  return { client: createClient(given as ClientOptions), requests };
}

/** The reason of a promise that must be rejected. */
export function reasonOf(work: Promise<unknown>): Promise<unknown> {
  return work.then((value) => {
    throw new Error(`expected a rejection, got ${JSON.stringify(value)}`);
  }, (reason: unknown) => reason);
}

/** Reads all values of an iterable. */
export async function readAll<T>(values: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const value of values) all.push(value);
  return all;
}
