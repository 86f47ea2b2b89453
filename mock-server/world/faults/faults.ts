import { expectId } from "../../support/expect-id.ts";
import { checked } from "../../support/check.ts";
import { createFaultPicker, type FaultPicker } from "./chaos.ts";
import type { Chaos, Fault, FaultKind, ListedFault } from "./fault-types.ts";
import { chaosSchema, faultSchema } from "./fault-schema.ts";
import { type Matchable, matches } from "../../support/request-match.ts";

/** The faults of a tenant. Each request triggers at most one: the first in the queue that matches. */
export interface Faults {
  /**
   * Adds a fault to the queue.
   *
   * @returns Its ID, for `remove`.
   * @throws {TypeError} When the fault is invalid. The message names what was expected.
   *
   * @example The next token request gets 503, and the third collection request gets no response
   * ```ts
   * import { createMockServer } from "@kinakit/kinabase/mock";
   *
   * const mock = createMockServer();
   * mock.faults.add({ kind: "status", status: 503, match: { path: "/token" } });
   * mock.faults.add({ kind: "drop", match: { path: "/collections/*", nth: 3 } });
   * ```
   */
  add(fault: Fault): string;
  /** The queued faults, each with the number of requests it still affects. */
  list(): ListedFault[];
  /**
   * Removes a fault.
   *
   * @returns Whether it was still in the queue.
   * @throws {TypeError} When the value is not an ID, such as `""`.
   */
  remove(id: string): boolean;
  /** Removes all faults and turns chaos off. */
  clear(): void;
  /**
   * Turns on random faults for requests that no queued fault hits; `false` turns them off. The same seed
   * affects the same requests in the same way.
   *
   * @throws {TypeError} When the settings are invalid. The message names what was expected.
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
  /** Returns the current settings, or `undefined` when chaos is off. */
  chaos(): Chaos | undefined;
}

/** The faults of a tenant, with the operation that the mock's middleware uses. */
export interface UsableFaults extends Faults {
  /** Returns the fault for a request, if any, and counts it as used. */
  take(request: Matchable): FaultKind | undefined;
}

interface Queued {
  readonly id: string;
  readonly fault: Fault;
  /** The number of matching requests since it was added. */
  seen: number;
  left: number;
}

function startChaos(given: Chaos): { given: Chaos; pick: FaultPicker } {
  const copy = copied(checked(chaosSchema, given, "chaos"));
  return { given: copy, pick: createFaultPicker(copy) };
}

/** A copy of a validated value. Its bodies are sent as JSON, which can represent less than a clone. */
function copied<T>(value: T): T {
  return JSON.parse(JSON.stringify(value));
}

/** Creates an empty queue of faults. */
export function createFaults(): UsableFaults {
  const queue: Queued[] = [];
  let added = 0;
  let chaos: { given: Chaos; pick: FaultPicker } | undefined;

  function remove(id: string): boolean {
    expectId("id", id);
    const index = queue.findIndex((queued) => queued.id === id);
    if (index >= 0) queue.splice(index, 1);
    return index >= 0;
  }

  return {
    add(given) {
      const fault = copied(checked(faultSchema, given, "fault"));
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
      // Every fault and chaos count every request, no matter which of them hits it.
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
