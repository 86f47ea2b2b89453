import type { MockServer } from "../../../mock-server/mod.ts";
import { apiRequests } from "./api-requests.ts";
import type { AttackGroup } from "./group.ts";
import { guardedState } from "./guarded-state.ts";
import { asBearer } from "./presentations.ts";
import { expectAccepted, expectRefused } from "./refused-requests.ts";
import { createTarget, createVictim, furnished, tokenOf, type Victim } from "./victim.ts";

/** Ends a token that was good. */
type End = (mock: MockServer, victim: Victim) => void | Promise<void>;

const ENDS: Readonly<Record<string, End>> = {
  "an expired token": (_, { tenant }) => tenant.clock.advance("60m"),
  "a token that expired long ago": (_, { tenant }) => tenant.clock.advance("8760h"),
  "a token of an expired app": (_, { tenant, app }) => tenant.apps.expire(app.appId),
  "a token of a revoked app": (_, { tenant, app }) => tenant.apps.revoke(app.appId),
  "a token of an API that was switched off": (_, { tenant }) => tenant.setApiEnabled(false),
  "a token of an app that a snapshot does not have": async (_, { tenant }) =>
    await tenant.restore({ ...await tenant.snapshot(), apps: [] }),
  "a token of an app that another tenant has now": async (mock, { tenant }) => {
    const snapshot = await tenant.snapshot();
    await tenant.restore({ ...snapshot, apps: [] });
    await mock.createTenant().restore(snapshot);
  },
  "a token of a removed tenant": (_, { tenant }) => tenant.remove(),
  "a token of a removed tenant whose app another tenant has now": async (mock, { tenant }) => {
    const snapshot = await tenant.snapshot();
    tenant.remove();
    await mock.createTenant().restore(snapshot);
  },
  "a token of a removed tenant whose app the default tenant has now": async (mock, { tenant }) => {
    const snapshot = await tenant.snapshot();
    tenant.remove();
    await mock.tenant.restore(snapshot);
  },
  "a token of a tenant that was reset": (_, { tenant }) => tenant.reset(),
};

/** Tokens that were good once, or that are good elsewhere. */
export const deadTokenAttacks: AttackGroup = async ({ attempt }) => {
  for (const [name, end] of Object.entries(ENDS)) {
    const mock = createTarget();
    const victim = await createVictim(mock, { limits: { requestsPerMinute: "off" } });
    await attack(name, mock, victim, await tokenOf(mock, victim.app), () => end(mock, victim));
  }
  for (const issuer of [undefined, "https://other.example"]) {
    const name = `a token of ${issuer === undefined ? "a server" : "an issuer"} with the same app`;
    const [mock, other] = [createTarget(), createTarget(issuer === undefined ? {} : { issuer })];
    const victim = await furnished(mock.tenant);
    await other.tenant.restore(await mock.tenant.snapshot());
    await attack(name, mock, victim, await tokenOf(other, victim.app), () => {});
  }

  async function attack(
    name: string,
    mock: MockServer,
    victim: Victim,
    token: string,
    end: () => void | Promise<void>,
  ): Promise<void> {
    const bystander = await createVictim(mock);
    const secrets = [
      { name: "the App Secret", value: victim.app.appSecret },
      { name: "the victim's data", value: victim.canary },
      { name: "the signature", value: token.split(".")[2] ?? "" },
    ];
    const good = await tokenOf(mock, bystander.app);
    await end();
    const stored = await guardedState([victim, bystander]);
    const untouched = await guardedState([bystander]);
    for (const request of apiRequests(victim.place)) {
      await attempt("tokens", `${name}, on ${request.method} ${request.id}`, async () => {
        await expectRefused(mock, request, asBearer({ name, token }), secrets);
        untouched.expectSameJournals();
      });
    }
    await attempt("tokens", `${name}, on the stored data`, stored.expectSameContents);
    await attempt(
      "tokens",
      `${name}, on the token of another tenant`,
      () => expectAccepted(mock, good),
    );
  }
};
