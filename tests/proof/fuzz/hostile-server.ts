import type { FetchFunction } from "../../../mod.ts";
import { edited } from "./edits.ts";
import { ODD_RESPONSES } from "./odd-responses.ts";
import type { Echo, Reply, Thrown } from "./replies.ts";
import { rightAnswer, type Seen } from "./right-answers.ts";

/** The secrets that the server tries to make the client show. */
export interface Secrets {
  secret: string;
  token: string;
}

/** A request with the status of its response, if it got one. */
type SeenStatus = Seen & { status?: number | undefined };

/** A `fetch` that gives the replies in turn. */
export interface HostileServer {
  fetch: FetchFunction;
  /** The requests, oldest first, with the status of each response. */
  requests: readonly SeenStatus[];
  /** How many pieces of bodies were read. */
  pieces(): number;
}

/**
 * Creates a server.
 *
 * @param tokenReply The reply to every token request.
 * @param replies The replies to the other requests, in turn. They repeat.
 */
export function createHostileServer(
  tokenReply: Reply,
  replies: readonly Reply[],
  secrets: Secrets,
): HostileServer {
  const requests: SeenStatus[] = [];
  let answered = 0;
  let pieces = 0;

  function respond(seen: SeenStatus): Promise<unknown> {
    const isToken = seen.path === "token";
    const reply = isToken ? tokenReply : replies[answered++ % replies.length];
    if (reply === undefined) throw new Error("a server needs replies");
    requests.push(seen);
    const { instead } = reply;
    if (instead !== undefined && "never" in instead) return new Promise(() => {});
    if (instead !== undefined && "throws" in instead) return fail(instead.throws, secrets);
    if (instead !== undefined) return oddResponse(instead.returns, seen);
    const response = responseTo(seen, reply, secrets, () => pieces++);
    seen.status = response.status;
    return Promise.resolve(response);
  }

  // Not an async function: a throw must be possible before there is a promise.
  const fetch = (input: string, init?: RequestInit) => {
    const body = init?.body ?? "";
    if (typeof body === "string") return respond(seenOf(input, init, body));
    // On Deno the client sends every write as a stream.
    return new Response(body).text().then((text) => respond(seenOf(input, init, text)));
  };
  // Its type promises a response, and it breaks that promise on purpose.
  return { fetch: fetch as FetchFunction, requests, pieces: () => pieces };
}

function seenOf(input: string, init: RequestInit | undefined, text: string): Seen {
  const { pathname, searchParams: query } = new URL(input);
  return {
    method: init?.method ?? "GET",
    path: pathname.replace("/api/v1/", ""),
    query,
    body: parsed(text),
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function oddResponse(index: number, seen: SeenStatus): Promise<unknown> {
  const value: unknown = ODD_RESPONSES[index]?.();
  seen.status = statusOf(value);
  return Promise.resolve(value);
}

function statusOf(value: unknown): number | undefined {
  try {
    const status: unknown = typeof value === "object" && value !== null
      ? Reflect.get(value, "status")
      : undefined;
    return typeof status === "number" ? status : undefined;
  } catch {
    return undefined;
  }
}

function fail(what: Thrown, { secret, token }: Secrets): Promise<Response> {
  const failed = new TypeError(`fetch failed`, {
    cause: new Error(`connect ECONNREFUSED ${secret}`),
  });
  switch (what) {
    case "failed":
      return Promise.reject(failed);
    case "failed with secret":
      throw Object.assign(new Error(`sent ${secret} with Bearer ${token}`), {
        code: token,
        request: { headers: { authorization: `Bearer ${token}` } },
      });
    case "abort":
      return Promise.reject(new DOMException(`aborted ${token}`, "AbortError"));
    case "timeout":
      return Promise.reject(new DOMException("timed out", "TimeoutError"));
    case "text":
      return Promise.reject(`failed with ${encodeURIComponent(secret)}`);
    case "undefined":
      return Promise.reject(undefined);
    case "null":
      return Promise.reject(null);
    case "symbol":
      return Promise.reject(Symbol(token));
    case "cycle":
      failed.cause = failed;
      return Promise.reject(failed);
    case "getters":
      return Promise.reject(Object.defineProperties(new Error("x"), {
        message: { get: () => trap() },
        stack: { get: () => trap() },
        cause: { get: () => trap() },
      }));
    case "reference":
      return Promise.reject(new ReferenceError(`${token} is not defined`));
    case "range":
      throw new RangeError(`Invalid value ${secret}`);
    case "not a function":
      return Promise.reject(new TypeError(`init.headers["${token}"] is not a function`));
    case "frozen":
      return Promise.reject(Object.freeze(new Error(`frozen ${token}`)));
    case "class":
      return Promise.reject(
        class Leak {
          static readonly secret = secret;
        },
      );
  }
}

function trap(): never {
  throw new Error("a getter that throws");
}

function responseTo(seen: Seen, reply: Reply, secrets: Secrets, onPiece: () => void): Response {
  const { delivery, headerEcho } = reply;
  const headers = new Headers();
  for (const [name, value] of reply.headers) headers.set(name, value);
  if (headerEcho !== undefined) {
    headers.set(headerEcho.name, `https://a.invalid/${spelled(headerEcho.echo, secrets)}?x#y`);
  }
  const isBodiless = [204, 205, 304].includes(reply.status);
  const init = { status: reply.status, headers };
  if (isBodiless || delivery === "none") return new Response(null, init);
  const text = textOf(seen, reply, secrets);
  if (delivery === "text") return new Response(text, init);
  const response = new Response(streamOf(text, delivery, secrets, onPiece), init);
  if (delivery === "used") void response.body?.cancel().catch(() => {});
  return response;
}

function textOf(seen: Seen, { body }: Reply, secrets: Secrets): string {
  switch (body.kind) {
    case "right":
      return JSON.stringify(edited(rightAnswer(seen, secrets.token), body.edits)) ?? "";
    case "text":
      return body.text;
    case "error":
      return JSON.stringify({ error: `${body.message}${echoed(body.echo, secrets)}` });
    case "html":
      return `<!doctype html><title>Sign in</title>${echoed(body.echo, secrets)}`;
  }
}

function echoed(echo: Echo | undefined, secrets: Secrets): string {
  return echo === undefined ? "" : ` ${spelled(echo, secrets)}.`;
}

function spelled({ of, spelling }: Echo, secrets: Secrets): string {
  const text = secrets[of];
  switch (spelling) {
    case "plain":
      return text;
    case "percent":
      return encodeURIComponent(text);
    case "twice":
      return encodeURIComponent(encodeURIComponent(text));
    case "json":
      return text.replaceAll("/", "\\/").replaceAll("+", "\\u002B");
    case "html":
      return text.replaceAll("+", "&#43;").replaceAll("/", "&#x2F;").replaceAll("=", "&equals;");
    case "url":
      return text.replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
  }
}

/** A body in pieces of a few bytes, which may break off, stop, or never end. */
function streamOf(
  text: string,
  delivery: Reply["delivery"],
  { secret }: Secrets,
  onPiece: () => void,
): ReadableStream<Uint8Array<ArrayBuffer>> {
  const whole = new TextEncoder().encode(text === "" ? " " : text);
  // A body that breaks off or stops lacks its end.
  const bytes = delivery === "cut" || delivery === "stall" ? whole.slice(0, -1) : whole;
  const size = Math.ceil(whole.length / 4);
  let at = 0;
  return new ReadableStream({
    pull(controller) {
      onPiece();
      if (at >= bytes.length && delivery === "endless") at = 0;
      if (at < bytes.length) return controller.enqueue(bytes.slice(at, at += size));
      if (delivery === "cut") return controller.error(new Error(`lost ${secret}`));
      if (delivery === "stall") return new Promise<never>(() => {});
      return controller.close();
    },
  }, { highWaterMark: 0 });
}
