import { expect, test } from "bun:test";
import { createMockControl, createMockServer } from "../../../../mock-server/mod.ts";

const SECRET = btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(64))));

// Wrong on purpose, as the compiler would also report.
for (
  const [what, use] of Object.entries({
    "the base URL": () => createMockServer({ baseUrl: SECRET }),
    "the name of an option": () => createMockServer(Object.fromEntries([[SECRET, 1]])),
    "the name of an option of a group": () =>
      createMockServer({ limits: Object.fromEntries([[SECRET, 1]]) }),
    "the URL of a control": () => createMockControl(SECRET),
    "an App ID": () => createMockServer().tenant.apps.revoke(SECRET),
    "an App ID of a seed": () =>
      createMockServer({ seed: { apps: [{ appId: SECRET, name: "a", description: "b" }] } }),
  })
) {
  test(`an error of the mock does not show a secret that was passed as ${what}`, () => {
    expect(use).toThrow("[redacted]");
    expect(use).not.toThrow(SECRET.slice(0, 20));
  });
}

test("an answer of the control API does not show a secret in a path", async () => {
  const mock = createMockServer({ control: true });
  const secret = encodeURIComponent(SECRET);
  for (const path of [`tenants/${secret}`, `tenants/default/collections/${secret}/records`]) {
    const response = await mock.fetch(new Request(`http://localhost/__mock/${path}`));
    expect(response.status).toBe(404);
    expect((await response.json()).error).toContain('"[redacted]"');
  }
});
