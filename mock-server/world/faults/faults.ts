import { checked } from "../../support/check.ts";
import { createFaultPicker, type FaultPicker } from "./chaos.ts";
import type { Chaos, Fault, FaultKind, ListedFault } from "./fault-kinds.ts";
import { chaosSchema, faultSchema } from "./fault-schema.ts";
import { type Matchable, matches } from "../../support/request-match.ts";

/** The faults of a tenant: queued, and used up in the order they were added, one a request. */
export interface Faults {
  /**
   * Adds a fault.
   *
   * @returns Its ID, for `remove`.
   * @throws {TypeError} When it is wrong, naming what was expected.
   *
   * @example The next token request is answered with 503, and the third call after it not at all
   * ```ts
   * import { createMockServer } from "@kinakit/kinabase/mock";
   *
   * const mock = createMockServer();
   * mock.faults.add({ kind: "status", status: 503, match: { path: "/token" } });
   * mock.faults.add({ kind: "drop", match: { path: "/collections/*", nth: 3 } });
   * ```
   */
  add(fault: Fault): string;
  /** The faults that are left, with what is left of each. */
  list(): ListedFault[];
  /**
   * Takes one fault away.
   *
   * @returns Whether it was still there.
   */
  remove(id: string): boolean;
  /** Takes all faults away, those by chance too. */
  clear(): void;
  /**
   * Lets faults happen by chance, to requests that no queued fault hits; `false` ends that. The same
   * seed does the same to the same requests.
   *
   * @throws {TypeError} When it is wrong, naming what was expected.
   *
   * @example
   * ```ts
   * import { createMockServer } from "@kinakit/kinabase/mock";
   *
   * const mock = createMockServer();
   * mock.faults.chaos({ seed: 42, rate: 0.2 });
   * ```
   */
  chaos(chaos: Chaos | false): void;
  /** Without an argument: what it was given last, or nothing when chaos is off. */
  chaos(): Chaos | undefined;
}

/** Faults, and the way the mock uses them up. */
export interface UsableFaults extends Faults {
  /** The first fault that hits a request, used up by one. */
  take(request: Matchable): FaultKind | undefined;
}

interface Queued {
  readonly id: string;
  readonly fault: Fault;
  /** How many matching requests there were since it was added. */
  seen: number;
  left: number;
}

function startChaos(given: Chaos): { given: Chaos; pick: FaultPicker } {
  const copy = structuredClone(checked(chaosSchema, given, "chaos"));
  return { given: copy, pick: createFaultPicker(copy) };
}

/** Makes an empty queue of faults. */
export function createFaults(): UsableFaults {
  const queue: Queued[] = [];
  let added = 0;
  let chaos: { given: Chaos; pick: FaultPicker } | undefined;

  function remove(id: string): boolean {
    const index = queue.findIndex((queued) => queued.id === id);
    if (index >= 0) queue.splice(index, 1);
    return index >= 0;
  }

  return {
    add(given) {
      const fault = structuredClone(checked(faultSchema, given, "fault"));
      const id = String(++added);
      queue.push({ id, fault, seen: 0, left: fault.times ?? 1 });
      return id;
    },
    list: () =>
      queue.map(({ id, fault, left }) => ({ ...structuredClone(fault), id, times: left })),
    remove,
    clear() {
      queue.splice(0);
      chaos = undefined;
    },
    chaos(given?: Chaos | false) {
      if (given === undefined) return structuredClone(chaos?.given);
      chaos = given === false ? undefined : startChaos(given);
      return undefined;
    },
    take(request) {
      // Every fault and chance count every request, whichever of them hits it.
      const matching = queue.filter(({ fault }) => matches(fault.match ?? {}, request));
      for (const queued of matching) queued.seen += 1;
      const chaosFault = chaos?.pick(request);
      const hit = matching.find(({ fault, seen }) => seen >= (fault.match?.nth ?? 1));
      if (hit === undefined) return chaosFault;
      hit.left -= 1;
      if (hit.left <= 0) remove(hit.id);
      return hit.fault;
    },
  };
}
