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

const PAUSE_MS = 5;
const LONGEST = 120;

/** Creates the requests of the probes. */
export async function createProbeContext(target: Target): Promise<ProbeContext> {
  const { appId, appSecret } = typeof target.credentials === "function"
    ? await target.credentials()
    : target.credentials;
  const credentials = { appId, appSecret };
  const secrets = new Set([appSecret]);
  const collection = target.collection === undefined
    ? undefined
    : `collections/${encodeURIComponent(target.collection)}`;

  const send: ProbeContext["send"] = async (path, init) => {
    const response = await target.fetch(`${target.baseUrl}${path}`, init);
    const text = await response.text();
    return { status: response.status, headers: response.headers, text, body: parsed(text) };
  };
  const requestToken: ProbeContext["requestToken"] = (body, contentType = "application/json") =>
    send("token", {
      method: "POST",
      headers: { "content-type": contentType },
      body: JSON.stringify(body),
    });
  const newToken = async () => {
    const token = property((await requestToken(credentials)).body, "token");
    if (typeof token !== "string") throw new ProbeStopped("no token was issued");
    secrets.add(token);
    return newest = token;
  };
  // A newer token may end the others, so requests use the newest.
  let newest: string | undefined;
  const call: ProbeContext["call"] = async (method, path, body) => {
    const authorization = `Bearer ${newest ?? await newToken()}`;
    return await send(path, {
      method,
      headers: { authorization, "content-type": "application/json" },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  };
  return {
    call,
    send,
    requestToken,
    newToken,
    credentials,
    collection,
    async add(record) {
      const seen = await call("POST", collection ?? "", { data: { name: "Probe" }, ...record });
      const id = property(seen.body, "id");
      if (seen.status === 200 && typeof id === "string") return id;
      throw new ProbeStopped(`a record could not be added: ${described(seen, secrets)}`);
    },
    async read(id) {
      const seen = await call("GET", `${collection}/${id}`);
      if (seen.status === 200 && isObject(seen.body)) return seen.body;
      throw new ProbeStopped(`a record could not be read: ${described(seen, secrets)}`);
    },
    pause: () => new Promise((resolve) => setTimeout(resolve, PAUSE_MS)),
    other: (seen) => ({ other: described(seen, secrets) }),
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
function described({ status, headers, text }: Seen, secrets: ReadonlySet<string>): string {
  let shown = text.replace(/eyJ[\w-]+(?:\.[\w-]*)*/g, "[redacted]");
  for (const secret of secrets) shown = shown.replaceAll(secret, "[redacted]");
  const type = headers.get("content-type")?.split(";", 1)[0] ?? "no content type";
  const body = shown === ""
    ? "no body"
    : shown.length > LONGEST
    ? `${shown.slice(0, LONGEST)}…`
    : shown;
  return `${status}, ${type}, ${body}`;
}
