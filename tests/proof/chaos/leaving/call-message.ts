import type { Claim } from "../accounts.ts";

/** A call that the Worker is asked to make. */
export interface CallMessage {
  /** The kind of call. */
  name: string;
  /** The record that only this call changes. */
  own: string;
  /** The first of the numbers that the call may use in its keys and values. */
  from: number;
  /** The seed of its random choices. */
  seed: number;
  /** After how many milliseconds the Worker responds without waiting for the call. Default: it waits. */
  leaveAfter?: number | undefined;
}

/** What a call claims: the arguments of a function of `Accounts`. */
export type Note =
  | { kind: "added"; key: string; claim: Claim }
  | { kind: "changed"; id: string; value: number | "deleted"; claim: Claim }
  | { kind: "ingested"; id: string; value: number; claim: Claim };

/** How many numbers a call may use. */
export const NUMBERS_OF_A_CALL = 20;
