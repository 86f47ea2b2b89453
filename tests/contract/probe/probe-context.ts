import type { FetchFunction } from "../../../mod.ts";
import { redacted } from "../redacted.ts";
import type { Target } from "../target.ts";
import { newService } from "../collection-context.ts";
import type { Finding } from "../../../mock-server/mod.ts";

/** A response that a probe looks at. */
export interface Seen {
  status: number;
  headers: Headers;
  text: string;
  /** The parsed body; `undefined` if it is empty or not JSON. */
  body: unknown;
}

/** What a probe works with. */
export interface ProbeContext {
  /** Sends a request with a token. */
  call(method: string, path: string, body?: unknown): Promise<Seen>;
  /** Sends a request exactly as it is given. */
  send(path: string, init?: RequestInit): Promise<Seen>;
  /** Sends a token request. */
  requestToken(body: object, contentType?: string): Promise<Seen>;
  /** Requests a new token. */
  newToken(): Promise<string>;
  /** The same without pauses, for what uses up the rate limit. A 429 is returned at once. */
  atOnce: Pick<ProbeContext, "call" | "requestToken">;
  credentials: { appId: string; appSecret: string };
  /** The path of the scratch collection; `undefined` without one. */
  collection: string | undefined;
  /** Adds a record to the scratch collection, and returns its ID. */
  add(record: object): Promise<string>;
  /** Reads a record. */
  read(id: string): Promise<Record<string, unknown>>;
  /** Waits, so that two requests have different times. */
  pause(): Promise<void>;
  /** What a deployment did that is not an option. */
  other(seen: Seen): Finding;
}

/** The probe cannot go on: the deployment did not do what the documentation says. */
export class ProbeStopped extends Error {
  override readonly name: string = "ProbeStopped";
}

const JSON_TYPE = "application/json";
const PAUSE_MS = 5;
const LONGEST = 120;

/** Creates the requests of the probes. */
export async function createProbeContext(target: Target): Promise<ProbeContext> {
  const { appId, appSecret } = typeof target.credentials === "function"
    ? await target.credentials()
    : target.credentials;
  const credentials = { appId, appSecret };
  const collection = target.collection === undefined
    ? undefined
    : `collections/${encodeURIComponent(target.collection)}`;

  // A newer token may end the others, so requests use the newest.
  let newest: string | undefined;

  function requestsBy(fetch: FetchFunction): Pick<ProbeContext, "send" | "call" | "requestToken"> {
    const send: ProbeContext["send"] = async (path, init = {}) => {
      // All requests must have both (D).
      const headers = new Headers({ accept: JSON_TYPE, "content-type": JSON_TYPE });
      new Headers(init.headers).forEach((value, name) => headers.set(name, value));
      const response = await fetch(`${target.baseUrl}${path}`, { ...init, headers });
      const text = await response.text();
      return { status: response.status, headers: response.headers, text, body: parsed(text) };
    };
    return {
      send,
      requestToken: (body, contentType = JSON_TYPE) =>
        send("token", {
          method: "POST",
          headers: { "content-type": contentType },
          body: JSON.stringify(body),
        }),
      async call(method, path, body) {
        const authorization = `Bearer ${newest ?? await newToken()}`;
        return await send(path, {
          method,
          headers: { authorization },
          ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        });
      },
    };
  }

  const { send, call, requestToken } = requestsBy(target.fetch);
  const newToken = async () => {
    const seen = await requestToken(credentials);
    const token = property(seen.body, "token");
    if (typeof token !== "string") {
      throw new ProbeStopped(`no token was issued: ${described(seen)}`);
    }
    return newest = token;
  };
  return {
    call,
    send,
    requestToken,
    newToken,
    atOnce: requestsBy(target.fetchAtOnce ?? target.fetch),
    credentials,
    collection,
    async add(record) {
      const seen = await call("POST", collection ?? "", { data: { name: "Probe" }, ...record });
      const id = property(seen.body, "id");
      if (seen.status === 200 && typeof id === "string") return id;
      throw new ProbeStopped(`a record could not be added: ${described(seen)}`);
    },
    async read(id) {
      const seen = await call("GET", `${collection}/${id}`);
      if (seen.status === 200 && isObject(seen.body)) return seen.body;
      throw new ProbeStopped(`a record could not be read: ${described(seen)}`);
    },
    pause: () => new Promise((resolve) => setTimeout(resolve, PAUSE_MS)),
    other: (seen) => ({ other: described(seen) }),
  };
}

/** A new link of a record. */
export const newLink = (): { key: string; id: string } => ({ key: newService(), id: "1" });

/** A property of a JSON object. */
export function property(body: unknown, name: string): unknown {
  return isObject(body) ? body[name] : undefined;
}

/** A property that is an array; empty if it is not. */
export function list(body: unknown, name: string): unknown[] {
  const value = property(body, name);
  return Array.isArray(value) ? value : [];
}

/** Whether a value is a JSON object. */
export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Describes a response in a few words, without secrets and tokens. */
export function described({ status, headers, text }: Seen): string {
  const type = headers.get("content-type")?.split(";", 1)[0] ?? "no content type";
  return `${status}, ${type}, ${text === "" ? "no body" : redacted(text, LONGEST)}`;
}
