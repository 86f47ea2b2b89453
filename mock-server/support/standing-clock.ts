/** Called when a request meets a clock that stands still. */
type OnStanding = (what: string) => void;

const watched = new WeakMap<Request, OnStanding>();

/**
 * Warns on the console the first time that a request to this handler has to wait for a clock that stands still. For
 * servers on a port: a program in another process has its own clock, so its waits do not move the one of the mock.
 */
export function warningOfStandingClock<C>(
  handle: (request: Request, connection?: C) => Promise<Response>,
): (request: Request, connection?: C) => Promise<Response> {
  let isWarned = false;
  const warn: OnStanding = (what) => {
    if (isWarned) return;
    isWarned = true;
    console.warn(
      `The clock of the mock stands still, and ${what}. Let it run: ` +
        "createMockServer({ clock: createManualClock({ running: true }) }). Or move it: " +
        'mock.clock.advance("1m"), or POST /__mock/tenants/{tenant}/clock/advance. Ignore this if the program uses ' +
        "the clock of the mock. This warning appears once.",
    );
  };
  return (request, connection) => {
    watched.set(request, warn);
    return handle(request, connection);
  };
}

/**
 * Notes that a request has to wait.
 *
 * @param clock The clock that it waits for.
 * @param what What happens if it stands still, as the end of a sentence.
 */
export function noteWait(
  request: Request,
  clock: { readonly running: boolean },
  what: string,
): void {
  if (!clock.running) watched.get(request)?.(what);
}
