import { KinabaseError } from "../../../mod.ts";

/** What a call said about a write: it was applied, it was not, or it may have been. */
export type Claim = "applied" | "notApplied" | "unknown";

/** Thrown when a call broke a promise. */
export class BrokenPromise extends Error {
  override readonly name: string = "BrokenPromise";
}

/** What the error of a write claims. */
export function claimOf(error: unknown, signal: AbortSignal | undefined): Claim {
  if (error instanceof KinabaseError) {
    if (typeof error.mayHaveBeenApplied !== "boolean") {
      throw new BrokenPromise(
        `${error.name} of a write without mayHaveBeenApplied: ${error.message}`,
      );
    }
    return error.mayHaveBeenApplied ? "unknown" : "notApplied";
  }
  if (signal?.aborted && error === signal.reason) return "unknown";
  throw new BrokenPromise("a call was rejected with an error that is not the package's", {
    cause: error,
  });
}

/** Counts what the calls claim, and compares it with the store. */
export interface Accounts {
  /** Notes the claim about a record with a unique key. */
  added(key: string, claim: Claim): void;
  /** Notes the claim about a change of a record. */
  changed(id: string, value: number | "deleted", claim: Claim): void;
  /** Notes the claim about a change that was ingested. */
  ingested(id: string, value: number, claim: Claim): void;
  /** The claims so far, by kind. */
  readonly totals: Readonly<Record<Claim, number>>;
  /** The differences between the claims and the store. */
  differences(store: StoreContents): string[];
}

/** What is in the store. */
export interface StoreContents {
  /** The records: their IDs and `data`. */
  records: readonly { id: string; data: Record<string, unknown> }[];
  /** The values of a record's telemetry. */
  telemetry(id: string): number[];
}

const ALLOWED: Readonly<Record<Claim, readonly number[]>> = {
  applied: [1],
  notApplied: [0],
  unknown: [0, 1],
};

/** Creates accounts without claims. */
export function createAccounts(): Accounts {
  const added = new Map<string, Claim>();
  const ingested = new Map<string, Map<number, Claim>>();
  // The last confirmed value, and the values that may have been written since, in any order.
  const values = new Map<string, { last: number | "deleted"; maybe: Set<number | "deleted"> }>();
  const totals = { applied: 0, notApplied: 0, unknown: 0 };

  return {
    totals,
    added(key, claim) {
      if (added.has(key)) throw new BrokenPromise(`two claims about ${key}`);
      added.set(key, claim);
      totals[claim] += 1;
    },
    changed(id, value, claim) {
      const state = values.get(id) ?? { last: 0, maybe: new Set<number | "deleted">() };
      values.set(id, state);
      if (claim === "applied") state.last = value;
      if (claim === "unknown") state.maybe.add(value);
      totals[claim] += 1;
    },
    ingested(id, value, claim) {
      const of = ingested.get(id) ?? new Map<number, Claim>();
      ingested.set(id, of.set(value, claim));
      totals[claim] += 1;
    },
    differences({ records, telemetry }) {
      const found: string[] = [];
      const byKey = new Map<unknown, number>();
      const byId = new Map<string, unknown>();
      for (const { id, data } of records) {
        byKey.set(data["key"], (byKey.get(data["key"]) ?? 0) + 1);
        byId.set(id, data["value"] ?? 0);
      }
      for (const [key, claim] of added) {
        const count = byKey.get(key) ?? 0;
        if (!ALLOWED[claim].includes(count)) {
          found.push(`${key}: ${claim}, but stored ${count} times`);
        }
      }
      for (const [id, { last, maybe }] of values) {
        const value = byId.has(id) ? byId.get(id) : "deleted";
        if (value === last || [...maybe].some((other) => other === value)) continue;
        found.push(
          `record ${id}: ${last} or ${[...maybe].join(", ")}, but stored ${String(value)}`,
        );
      }
      for (const [id, claims] of ingested) {
        const stored = telemetry(id);
        for (const [value, claim] of claims) {
          const count = stored.filter((other) => other === value).length;
          // The telemetry of a deleted record is gone.
          if (!byId.has(id) || ALLOWED[claim].includes(count)) continue;
          found.push(`telemetry ${value} of ${id}: ${claim}, but stored ${count} times`);
        }
      }
      return found;
    },
  };
}
