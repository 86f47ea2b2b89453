import { defended } from "./attempts.ts";
import type { Victim } from "./victim.ts";

/** What attacks must not change. */
export interface GuardedState {
  /** Throws when a request was added to a journal. */
  expectSameJournals(): void;
  /** Throws when what a tenant stores has changed. */
  expectSameContents(): Promise<void>;
}

/** Remembers what tenants store, and how many requests they got. */
export async function guardedState(victims: readonly Victim[]): Promise<GuardedState> {
  const counts = victims.map(({ tenant }) => tenant.journal.count());
  const contents = await Promise.all(victims.map((victim) => victim.contents()));
  return {
    expectSameJournals() {
      const same = victims.every(({ tenant }, i) => tenant.journal.count() === counts[i]);
      defended(same, "it is in the journal of another tenant");
    },
    async expectSameContents() {
      const found = await Promise.all(victims.map((victim) => victim.contents()));
      defended(found.every((text, i) => text === contents[i]), "it changed what a tenant stores");
    },
  };
}
