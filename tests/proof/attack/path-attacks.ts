import { defended } from "./attempts.ts";
import { type Canary, discloseNothing } from "./disclosure.ts";
import type { AttackGroup } from "./group.ts";
import { guardedState } from "./guarded-state.ts";
import { createTarget, furnished } from "./victim.ts";

const METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];

/** Paths without a token, written so that one part of a server may read them as public and another as private. */
export const pathAttacks: AttackGroup = async ({ attempt }) => {
  const mock = createTarget();
  const victim = await furnished(mock.tenant);
  const { origin } = new URL(mock.baseUrl);
  const secrets: Canary[] = [{ name: "the victim's data", value: victim.canary }];
  const contents = await guardedState([victim]);
  for (const path of paths(victim.place.id)) {
    for (const method of METHODS) {
      await attempt("paths", `${method} ${path}`, async () => {
        const response = await mock.fetch(`${origin}${path}`, { method });
        const { status } = response;
        const text = await response.text();
        discloseNothing(text, secrets, "the answer");
        if (status === 200) {
          defended(text === '{"version":"mock"}', "it gets 200, but not the version");
        } else {
          defended([400, 401, 404, 405].includes(status), `expected a refusal, got ${status}`);
        }
      });
    }
    await attempt("paths", `${path}, on the stored data`, contents.expectSameContents);
  }
};

function paths(id: string): string[] {
  const record = `collections/vaults/${id}`;
  const targets = ["collections", "collections/vaults", "collections/vaults/all", record, "status"];
  const api = "/api/v1";
  return [
    ...targets.flatMap((target) => [
      `${api}/version/../${target}`,
      `${api}/version/%2e%2e/${target}`,
      `${api}/version%2f..%2f${target}`,
      `${api}/version/..%2f${target}`,
      `${api}/version/..;/${target}`,
      `${api}/version;/${target}`,
      `${api}/version\\..\\${target}`,
      `${api}/version%5c..%5c${target}`,
      `${api}/version%00/${target}`,
      `${api}/version%0a/${target}`,
      `${api}/version?/${target}`,
      `${api}/version%3f/${target}`,
      `${api}/version#/${target}`,
      `${api}/version%23/${target}`,
      `${api}/token/../${target}`,
      `${api}/token/%2e%2e/${target}`,
      `${api}//${target}`,
      `//api/v1/${target}`,
      `/api//v1/${target}`,
      `/api/v1/./${target}`,
      `/api/v1/%2e/${target}`,
      `/api/v1/%2f${target}`,
      `/API/V1/${target}`,
      `/api/v1/${target}/`,
      `/api/v1/${target}%20`,
      `/api/v1/${target}%00`,
      `/api/v1/${target}.json`,
      `/api/v1/${target};version`,
      `/api/v1/${target}?path=/version`,
      `/api/v1/${target}#/version`,
      `/api/v1/${target.toUpperCase()}`,
      `/api/v1/${target.replace(/^./, (c) => `%${c.charCodeAt(0).toString(16)}`)}`,
      `/api/v1/%25${target}`,
      `/api/v2/${target}`,
      `/${target}`,
      `/x/../api/v1/${target}`,
    ]),
    ...["/__mock/tenants", "/__mock/tenants/default/snapshot", "/", "/openapi.json"].flatMap((
      path,
    ) => [
      path,
      `${api}${path}`,
      `${api}/../..${path}`,
      `${api}/%2e%2e/%2e%2e${path}`,
      `/${path}`,
      path.replace("__mock", "%5f%5fmock"),
      path.toUpperCase(),
    ]),
    `${api}/version/`,
    `${api}/VERSION`,
    `${api}/%76ersion`,
  ];
}
