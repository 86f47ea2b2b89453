import { isLoopback } from "../../src/support/loopback.ts";

/** The header that marks a request that arrived on an address that other machines can reach. */
export const EXPOSED_HEADER = "x-mock-exposed";

type Handle<C> = (request: Request, connection?: C) => Promise<Response>;

/**
 * Marks all requests to a handler that listens on an address that other machines can reach, so that the
 * control API refuses them if it has no key. A mark on the request, not an option of the mock, because a
 * program may wrap the mock's `fetch`. It is a header, because that is part of a copy of the request too. A
 * sender can add it but not remove it.
 *
 * @param hostname The address it listens on.
 */
export function exposing<C>(handle: Handle<C>, hostname: string): Handle<C> {
  if (isLoopback(hostname.toLowerCase())) return handle;
  return (request, connection) => handle(marked(request), connection);
}

/** Whether a request arrived on an address that other machines can reach. */
export function isExposed(request: Request): boolean {
  return request.headers.has(EXPOSED_HEADER);
}

function marked(request: Request): Request {
  try {
    request.headers.set(EXPOSED_HEADER, "1");
    return request;
  } catch {
    // On Deno the headers of a received request cannot be changed.
    const headers = new Headers(request.headers);
    headers.set(EXPOSED_HEADER, "1");
    return new Request(request, { headers });
  }
}
