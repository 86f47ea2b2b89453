import { resolvePath } from "./base-url.ts";
import { expectRetry } from "./check-options.ts";
import type { ClientContext } from "./client-context.ts";
import { cancel, readChunk } from "./http/body.ts";
import type { CallOptions } from "./http/call-options.ts";
import type { Received } from "./http/exchange.ts";
import type { Redactor } from "./http/redact.ts";
import { isRepeatable, type RetryOptions, retryPolicy } from "./http/retry.ts";
import { valueOf } from "./http/transport.ts";
import { attempt } from "./support/attempt.ts";
import { describeValue } from "./support/describe-value.ts";
import { expectBoolean } from "./support/option-checks.ts";

/** The init of `fetch` with the options that `client.fetch` adds. */
export interface ClientFetchInit extends Omit<RequestInit, "signal" | "redirect">, CallOptions {
  /** When and how often this request is retried. Default: the client's `retry`. */
  retry?: RetryOptions | number | false | undefined;
  /**
   * Whether it is safe to send the request twice, so that it can be retried when its response is lost.
   * Default: `true` for GET, HEAD, PUT, PATCH and DELETE, `false` for POST.
   */
  idempotent?: boolean | undefined;
}

/**
 * Sends any request with the token, and returns the response for every status.
 *
 * @throws {TypeError} When an argument is wrong.
 * @throws {KinabaseError} When the token request fails or no response arrives.
 */
export async function clientFetch(
  context: ClientContext,
  path: string,
  init: ClientFetchInit = {},
): Promise<Response> {
  const { transport, sendWithToken, baseUrl, redactor } = context;
  if (typeof init !== "object" || init === null) {
    throw new TypeError(`init: expected an object, got ${describeValue(init)}`);
  }
  const { signal, timeout, retry, idempotent, body, ...rest } = init;
  expectRetry("retry", retry);
  expectBoolean("idempotent", idempotent);
  const url = resolvePath(baseUrl, path);
  const method = checkedMethod(rest.method ?? "GET");
  const bodyless = method === "GET" || method === "HEAD";
  if (bodyless && body !== undefined && body !== null) {
    throw new TypeError(`body: expected no body for a ${method} request`);
  }
  const headers = checkedHeaders(rest.headers);
  if (headers.has("authorization")) {
    throw new TypeError(
      "headers: expected no authorization header, because the client sets its own",
    );
  }
  if (!headers.has("accept")) headers.set("accept", "application/json");
  // All requests must carry it (D). For these bodies the runtime sets it, with a form's boundary.
  const hasOwnType = body instanceof FormData || body instanceof Blob ||
    body instanceof URLSearchParams;
  if (!hasOwnType && !headers.has("content-type")) headers.set("content-type", "application/json");
  const request = {
    method,
    url,
    path: new URL(url).pathname.slice(new URL(baseUrl).pathname.length),
    headers: Object.fromEntries(headers),
    init: rest,
    body: body ?? undefined,
    idempotent: idempotent ?? isRepeatable(method),
    writes: method !== "GET" && method !== "HEAD",
    retry: retry === undefined ? context.retry : retryPolicy(retry),
    sendWithToken,
  };
  return valueOf(
    await transport.send(
      request,
      context.deadline({ signal, timeout }),
      (received) => Promise.resolve(withDeadline(received, redactor)),
    ),
  );
}

/**
 * Returns the same response with a deadline on its body. A timer runs only while the reader waits for a
 * chunk, so a response that is never read keeps no timer running.
 */
export function withDeadline(
  { name, response, deadline }: Pick<Received, "name" | "response" | "deadline">,
  redactor: Redactor,
): Response {
  if (response.body === null) return response;
  const reader = response.body.getReader();
  // A byte stream, like a runtime's own bodies, so that a reader can bring its own buffer.
  const body = new ReadableStream({
    type: "bytes",
    async pull(controller) {
      try {
        for (;;) {
          const chunk = await deadline.guard(
            `complete response to ${name}`,
            () => readChunk(reader, redactor, name),
          );
          if (chunk === undefined) {
            controller.close();
            // A reader with its own buffer waits until it gets the buffer back.
            controller.byobRequest?.respond(0);
            return;
          }
          if (chunk.byteLength > 0) return controller.enqueue(chunk);
        }
      } catch (error) {
        cancel(reader, error);
        throw error;
      }
    },
    cancel: (reason) => reader.cancel(reason),
  });
  const { status, statusText, headers, url } = response;
  const guarded = new Response(body, { status, statusText, headers });
  Object.defineProperty(guarded, "url", { value: url });
  return guarded;
}

/** The methods that `fetch` refuses. */
const REFUSED_METHODS: ReadonlySet<string> = new Set(["CONNECT", "TRACE", "TRACK"]);

function checkedMethod(given: unknown): string {
  const method = typeof given === "string" ? given.toUpperCase() : "";
  if (/^[!#$%&'*+.^`|~\w-]+$/.test(method) && !REFUSED_METHODS.has(method)) return method;
  throw new TypeError(`method: expected a method such as "POST", got ${describeValue(given)}`);
}

// workerd accepts other characters as well, and sends them in UTF-8.
const HEADER_VALUE = /^[\t\x20-\x7e\x80-\xff]*$/;

/** The headers as an object. The runtime's own error would show the value of a header. */
function checkedHeaders(given: RequestInit["headers"]): Headers {
  const headers = attempt(() => new Headers(given));
  if (headers !== undefined && [...headers.values()].every((value) => HEADER_VALUE.test(value))) {
    return headers;
  }
  throw new TypeError(
    "headers: expected valid names, and values without line breaks and characters above U+00FF",
  );
}
