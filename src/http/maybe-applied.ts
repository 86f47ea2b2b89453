/**
 * Whether a response with this status proves that its request was not applied: the server, or a proxy in
 * front of it, rejected it (S, D). With 408 and 499 a proxy stopped waiting, which proves nothing.
 */
export function provesNotApplied(status: number): boolean {
  return status >= 400 && status < 500 && status !== 408 && status !== 499;
}
