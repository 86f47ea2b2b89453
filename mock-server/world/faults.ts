import { checkMatch, matches, type RequestMatch } from "./match.ts";

/** Answers with a status in place of the mock's own answer. */
export interface StatusFault {
  /** Says which fault it is. */
  kind: "status";
  /** The status, 200 to 599. */
  status: number;
  /** The body: a text is sent as it is, anything else as JSON. Default: none. */
  body?: unknown;
  /** Headers of the answer. A JSON body sets its `content-type` by itself. */
  headers?: Record<string, string> | undefined;
}

/** Sends the true answer's head and the first half of its body, then nothing more. */
export interface StalledBodyFault {
  /** Says which fault it is. */
  kind: "stalledBody";
}

/** Sends the true answer's head and the beginning of its body, then breaks off. */
export interface CutBodyFault {
  /** Says which fault it is. */
  kind: "cutBody";
  /** How many bytes of the body are sent. Default 1. */
  after?: number | undefined;
}

/** What goes wrong. */
export type FaultKind = StatusFault | StalledBodyFault | CutBodyFault;

/** What goes wrong, for which requests, and how often. */
export type Fault = FaultKind & {
  /** Which requests are hit. Default: all. */
  match?: RequestMatch | undefined;
  /** How many requests are hit before it is used up. Default 1. */
  times?: number | undefined;
};

/** The faults of a tenant: queued, and used up in the order they were added. */
export interface Faults {
  /**
   * Adds a fault.
   *
   * @throws {TypeError} When it is wrong, naming what was expected.
   *
   * @example The next token request is answered with 503
   * ```ts
   * import { createMockServer } from "@kinakit/kinabase/mock";
   *
   * const mock = createMockServer();
   * mock.faults.add({ kind: "status", status: 503, match: { path: "/token" } });
   * ```
   */
  add(fault: Fault): void;
  /** The faults that are left, with what is left of each. */
  list(): Fault[];
  /** Takes all faults away. */
  clear(): void;
}

/** Faults, and the way the mock uses them up. */
export interface UsableFaults extends Faults {
  /** The first fault that hits a request, used up by one. */
  take(request: { method: string; path: string }): FaultKind | undefined;
}

/** Makes an empty queue of faults. */
export function createFaults(): UsableFaults {
  const queue: { fault: Fault; left: number }[] = [];
  return {
    add(fault) {
      check(fault);
      queue.push({ fault: structuredClone(fault), left: fault.times ?? 1 });
    },
    list: () => queue.map(({ fault, left }) => ({ ...structuredClone(fault), times: left })),
    clear: () => void queue.splice(0),
    take(request) {
      const index = queue.findIndex(({ fault }) => matches(fault.match ?? {}, request));
      const hit = queue[index];
      if (hit === undefined) return undefined;
      hit.left -= 1;
      if (hit.left <= 0) queue.splice(index, 1);
      return hit.fault;
    },
  };
}

function check(fault: Fault): void {
  const { times = 1, match = {} } = fault;
  checkMatch(match);
  if (!Number.isInteger(times) || times < 1) {
    throw new TypeError(`times: expected 1, 2, 3, …, got ${times}`);
  }
  switch (fault.kind) {
    case "status":
      if (Number.isInteger(fault.status) && fault.status >= 200 && fault.status <= 599) return;
      throw new TypeError(`status: expected 200 to 599, got ${fault.status}`);
    case "cutBody": {
      const { after = 1 } = fault;
      if (Number.isInteger(after) && after >= 0) return;
      throw new TypeError(`after: expected a number of bytes, got ${after}`);
    }
    case "stalledBody":
      return;
    default:
      throw new TypeError(
        `kind: expected "status", "stalledBody" or "cutBody", got ${JSON.stringify(fault)}`,
      );
  }
}
