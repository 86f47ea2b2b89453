/** Ends the body of a response in the middle, by closing its connection. */
export type BreakOff = (body: ReadableStreamDefaultController<Uint8Array>) => void;

const served = new WeakMap<Request, BreakOff>();

/**
 * Marks a request as received by a server on a port.
 *
 * @param breakOff Closes its connection. Runtimes print a body that fails as a crash, so each server has its
 * own way.
 */
export function markServed(request: Request, breakOff: BreakOff): void {
  served.set(request, breakOff);
}

/** Whether a server on a port received this request. */
export function isServed(request: Request): boolean {
  return served.has(request);
}

/** Ends the body of the response to a request in the middle. */
export function breakOff(
  request: Request,
  body: ReadableStreamDefaultController<Uint8Array>,
): void {
  const close = served.get(request);
  if (close !== undefined) return close(body);
  // A string, not an Error, because other servers print it and it is not a crash. Without a reason,
  // @hono/node-server would end the response as if it were complete.
  body.error("A cutBody fault ended this response early");
}
