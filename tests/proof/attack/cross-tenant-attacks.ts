import type { MockServer } from "../../../mock-server/mod.ts";
import { apiRequests } from "./api-requests.ts";
import { defended } from "./attempts.ts";
import { type ControlNames, controlRequests } from "./control-requests.ts";
import { discloseNothing } from "./disclosure.ts";
import { OWN_HOST } from "./disguises.ts";
import type { AttackGroup } from "./group.ts";
import { guardedState } from "./guarded-state.ts";
import { createTarget, createVictim, furnished, tokenOf, type Victim } from "./victim.ts";

const KIND = "other tenants";

/** Requests of one tenant about the apps, collections and records of another. */
export const crossTenantAttacks: AttackGroup = async ({ attempt }) => {
  const mock = createTarget({ control: true });
  const victims = [await furnished(mock.tenant), await createVictim(mock)];
  const attacker = await createVictim(mock);
  const token = await tokenOf(mock, attacker.app);
  for (const [i, victim] of victims.entries()) {
    const where = i === 0 ? "the default tenant" : "another tenant";
    const secrets = [{ name: "the victim's data", value: victim.canary }];
    const guarded = await guardedState([victim]);
    const names = { tenant: attacker.tenant.id, ...namesOf(victim) };

    for (const collection of [victim.place.collection, collectionId(victim), victim.tenant.id]) {
      for (const request of apiRequests({ ...victim.place, collection })) {
        const { method, path, body } = request;
        // A token request with the credentials of no app belongs to the default tenant.
        if (request.id === "requestToken") continue;
        await attempt(KIND, `${method} ${request.id} on ${where}`, async () => {
          const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
          const response = await mock.fetch(`${mock.baseUrl}${path}`, {
            method,
            headers,
            ...(body === undefined ? {} : { body }),
          });
          discloseNothing(await response.text(), secrets, "the answer");
          guarded.expectSameJournals();
        });
      }
    }
    for (const { name, method, path, body } of await controlRequests(mock, names, {})) {
      // Without its tenant the attacker could do no more.
      if (name === "DELETE /__mock/tenants/{tenant}") continue;
      await attempt(KIND, `${name} on ${where}`, async () => {
        const response = await controlFetch(mock, method, path, body);
        discloseNothing(await response.text(), secrets, "the answer");
        guarded.expectSameJournals();
        defended(victim.tenant.faults.list().length === 1, "it changed the victim's faults");
      });
    }
    await attempt(KIND, `all of them, on what ${where} stores`, guarded.expectSameContents);
  }
};

function namesOf({ tenant, app, place }: Victim): Omit<ControlNames, "tenant"> {
  const fault = tenant.faults.add({ kind: "drop", times: 1_000, match: { path: "/nothing" } });
  return { appId: app.appId, collection: collectionId({ tenant }), record: place.id, fault };
}

function collectionId({ tenant }: Pick<Victim, "tenant">): string {
  const [collection] = tenant.collections.list();
  if (collection === undefined) throw new Error("a victim without a collection");
  return collection.id;
}

async function controlFetch(
  mock: MockServer,
  method: string,
  path: string,
  body: { type: string; text: string } | undefined,
): Promise<Response> {
  return await mock.fetch(
    new Request(`http://${OWN_HOST}${path}`, {
      method,
      ...(body === undefined ? {} : { headers: { "content-type": body.type }, body: body.text }),
    }),
  );
}
