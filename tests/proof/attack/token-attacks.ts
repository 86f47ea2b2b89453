import { apiRequests } from "./api-requests.ts";
import { defended } from "./attempts.ts";
import { sample } from "./choices.ts";
import { changedClaims, forgedTokens, hugeTokens, misissuedTokens } from "./forged-tokens.ts";
import type { AttackGroup } from "./group.ts";
import { guardedState } from "./guarded-state.ts";
import { asBearer, type Presentation, presentations } from "./presentations.ts";
import { expectAccepted, expectRefused, statusWith } from "./refused-requests.ts";
import { takenBytes } from "./stolen-key.ts";
import { createTarget, createVictim, tokenOf, type Victim } from "./victim.ts";

const KIND = "tokens";
const KEY_BYTES = 64;
const MUTATIONS = 20;
/** On how many operations each of many similar tokens is tried. */
const SOME = 6;
/** The requests that the victim can send in its minute. */
const BUDGET = 20;

/**
 * Every operation of the API with every kind of bad token. Each of them must get 401 and change nothing. One that
 * the server did not sign must not reach the tenant that it claims to be of: its journal, faults and rate limit.
 */
export const tokenAttacks: AttackGroup = async ({ attempt, random, scale }) => {
  const mock = createTarget();
  const victim = await createVictim(mock, { limits: { requestsPerMinute: BUDGET } });
  const bystander = await createVictim(mock);
  let good = "";
  const taken = await takenBytes(async () => void (good = await tokenOf(mock, victim.app)));
  const key = taken.find(({ length }) => length === KEY_BYTES);
  if (key === undefined) throw new Error("the mock makes its key in another way");
  const foreign = await tokenOf(mock, bystander.app);
  await expectAccepted(mock, good);
  const spent = victim.tenant.journal.count();

  const known = { good, foreign, credentials: victim.app, now: mock.clock.now(), random };
  const secrets = [
    { name: "the App Secret", value: victim.app.appSecret },
    { name: "the victim's data", value: victim.canary },
    { name: "the signature", value: good.split(".")[2] ?? "" },
  ];
  const requests = apiRequests(victim.place);

  async function present(
    presented: Presentation,
    victims: readonly Victim[],
    { isApart, most }: { isApart: boolean; most: number },
  ) {
    // Read again for each text, so that one success does not make all later attacks look like one.
    const guarded = await guardedState(victims);
    // It waits for any request of the victim.
    victim.tenant.faults.clear();
    victim.tenant.faults.add({ kind: "status", status: 503 });
    for (const request of sample(requests, most, random)) {
      await attempt(KIND, `${presented.name}, on ${request.method} ${request.id}`, async () => {
        await expectRefused(mock, request, presented, secrets);
        if (!isApart) return;
        defended(victim.tenant.faults.list().length === 1, "it used up a fault of the victim");
        guarded.expectSameJournals();
      });
    }
    await attempt(KIND, `${presented.name}, on the stored data`, guarded.expectSameContents);
  }

  const forged = (await forgedTokens(known, MUTATIONS * scale)).map(asBearer);
  for (const presented of [...forged, ...presentations(good, foreign.slice(0, -1))]) {
    await present(presented, [victim, bystander], { isApart: true, most: Infinity });
  }
  for (const similar of [...changedClaims(known), ...hugeTokens(known)]) {
    await present(asBearer(similar), [victim, bystander], { isApart: true, most: SOME * scale });
  }
  await attempt(KIND, "the good token afterward, and the whole budget of its tenant", async () => {
    victim.tenant.faults.clear();
    for (let i = spent; i < BUDGET; i++) await expectAccepted(mock, good);
    const { status } = await statusWith(mock, good);
    defended(status === 429, `expected the budget to be used up, got ${status}`);
  });

  // These have a valid signature, so they are in the journal of the tenant that they name.
  const owner = await createVictim(mock);
  const of = { ...known, good: await tokenOf(mock, owner.app), credentials: owner.app };
  for (const misissued of await misissuedTokens(of, key)) {
    await present(asBearer(misissued), [owner, bystander], { isApart: false, most: SOME * scale });
  }
};
