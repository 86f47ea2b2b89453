import { createClient, memoryTokenStore } from "../../../mod.ts";
import { apiRequests } from "./api-requests.ts";
import { defended } from "./attempts.ts";
import { CLIENT_CALLS } from "./client-calls.ts";
import { controlRequests } from "./control-requests.ts";
import { OWN_HOST } from "./disguises.ts";
import { fakeServer, TOKEN_URL } from "./fake-server.ts";
import type { AttackGroup } from "./group.ts";
import { createTarget, furnished, tokenOf } from "./victim.ts";

const KIND = "prototypes";
const MARK = "attacked";
const OWNERS = [Object.prototype, Array.prototype, Function.prototype, Error.prototype];
const KEYS = ["__proto__", "constructor", "prototype"];

/**
 * JSON with the names of prototypes, in requests to the mock and its control API, and in responses to the client.
 * Afterward no object has a property that it should not have.
 */
export const pollutionAttacks: AttackGroup = async ({ attempt, random }) => {
  const mock = createTarget({ control: true });
  const victim = await furnished(mock.tenant);
  const token = await tokenOf(mock, victim.app);
  const names = {
    tenant: "default",
    appId: victim.app.appId,
    collection: victim.place.collection,
    record: victim.place.id,
    fault: "1",
  };
  for (const hostile of hostileTexts()) {
    for (const { id, method, path, body } of apiRequests(victim.place)) {
      if (body === undefined) continue;
      await attempt(KIND, `${method} ${id} with ${hostile}`, async () => {
        const response = await mock.fetch(`${mock.baseUrl}${path}`, {
          method,
          headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
          body: mixed(body, hostile),
        });
        await response.text();
        expectUnpolluted();
      });
    }
    for (const { name, method, path, body } of await controlRequests(mock, names, {})) {
      if (body?.type !== "application/json") continue;
      await attempt(KIND, `${name} with ${hostile}`, async () => {
        const headers = { "content-type": body.type };
        const text = mixed(body.text, hostile);
        const request = new Request(`http://${OWN_HOST}${path}`, { method, headers, body: text });
        await (await mock.fetch(request)).text();
        expectUnpolluted();
      });
    }
    for (const [name, call] of Object.entries(CLIENT_CALLS)) {
      for (const status of [200, 400]) {
        await attempt(KIND, `${name}: a response with ${status} and ${hostile}`, async () => {
          const answer =
            `{"id":"1","records":[${hostile}],"error":${hostile},"errors":[${hostile}],` +
            `"data":${hostile},"totalRecords":1,"processedRecords":0,"failedRecords":1,"pageIndex":0,` +
            `"pageSize":10,${hostile.slice(1)}`;
          const server = fakeServer(
            random,
            ({ url }) => url === TOKEN_URL ? undefined : new Response(answer, { status }),
          );
          const client = createClient({
            ...server.options,
            tokenStore: memoryTokenStore(),
            retry: false,
          });
          await call(client).catch(() => {});
          expectUnpolluted();
        });
      }
    }
  }
};

/** Objects that would change a prototype if their names were followed. */
function hostileTexts(): string[] {
  const mark = `{"${MARK}":true}`;
  return [
    ...KEYS.map((key) => `{"${key}":${mark}}`),
    `{"constructor":{"prototype":${mark}}}`,
    `{"__proto__":{"__proto__":${mark}}}`,
  ];
}

/** A body with the hostile names in it, and in each object and list of its first level. */
function mixed(body: string, hostile: string): string {
  const inner = hostile.slice(1, -1);
  return body === "{}" ? hostile : body.replaceAll("{", `{${inner},`).replaceAll(",}", "}");
}

function expectUnpolluted(): void {
  const isPolluted = OWNERS.some((owner) => Object.hasOwn(owner, MARK)) || MARK in {};
  for (const owner of OWNERS) Reflect.deleteProperty(owner, MARK);
  defended(!isPolluted, "it changed a prototype");
}
