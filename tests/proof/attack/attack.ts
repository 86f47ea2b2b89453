import { seededRandom } from "../../unit/seeded-random.ts";
import type { Proof } from "../proof.ts";
import { addressAttacks } from "./address-attacks.ts";
import { createAttempts } from "./attempts.ts";
import { controlAttacks } from "./control-attacks.ts";
import { credentialAttacks } from "./credential-attacks.ts";
import type { AttackGroup } from "./group.ts";
import { leakAttacks } from "./leak-attacks.ts";
import { mockLeakAttacks } from "./mock-leak-attacks.ts";
import { optionLeakAttacks } from "./option-leak-attacks.ts";
import { pageAttacks } from "./page-attacks.ts";
import { pathAttacks } from "./path-attacks.ts";
import { crossTenantAttacks } from "./cross-tenant-attacks.ts";
import { deadTokenAttacks } from "./dead-token-attacks.ts";
import { pollutionAttacks } from "./pollution-attacks.ts";
import { redirectAttacks } from "./redirect-attacks.ts";
import { storeLeakAttacks } from "./store-leak-attacks.ts";
import { tokenAttacks } from "./token-attacks.ts";

const GROUPS: readonly AttackGroup[] = [
  tokenAttacks,
  deadTokenAttacks,
  pathAttacks,
  credentialAttacks,
  controlAttacks,
  crossTenantAttacks,
  pageAttacks,
  addressAttacks,
  redirectAttacks,
  leakAttacks,
  storeLeakAttacks,
  optionLeakAttacks,
  mockLeakAttacks,
  pollutionAttacks,
];
const MOST_LISTED = 20;

/**
 * Attacks the mock with bad tokens, credentials, requests and texts, and the client with hostile addresses and
 * servers. None of the attacks may succeed.
 */
export const attack: Proof = {
  name: "attack",
  async run({ scale, seed, print }) {
    const attempts = createAttempts();
    for (const [i, group] of GROUPS.entries()) {
      const random = seededRandom(seed * 1_000 + i);
      await group({ attempt: attempts.attempt, random, scale });
    }
    const successes = attempts.successes();
    const counts = [...attempts.counts()].map(([kind, count]) => `${count} on ${kind}`);
    print(`attack: ${counts.join(", ")}; ${successes.length || "none"} succeeded`);
    if (successes.length === 0) return;
    const more = successes.length - MOST_LISTED;
    throw new Error(
      `attacks succeeded:\n  ${successes.slice(0, MOST_LISTED).join("\n  ")}\n` +
        (more > 0 ? `  and ${more} more\n` : "") +
        `Repeat them with: npm run attack -- --seed ${seed} --scale ${scale}, on the same --runtime`,
    );
  },
};
