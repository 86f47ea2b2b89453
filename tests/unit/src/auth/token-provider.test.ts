import { expect, test } from "bun:test";
import { createClient } from "../../../../mod.ts";
import { createMockServer } from "../../../../mock-server/mod.ts";

const fails = () => {
  throw new Error("the store failed for the token eyJ");
};
const rejects = () => Promise.reject(new Error("the store failed for the token eyJ"));

test("with a broken token store, an aborted call rejects only with its reason", async () => {
  const mock = createMockServer();
  const app = await mock.tenant.apps.create({ name: "Store", description: "For this test" });
  const unhandled: unknown[] = [];
  const note = (reason: unknown) => void unhandled.push(reason);
  process.on("unhandledRejection", note);
  try {
    for (const get of [fails, rejects]) {
      const client = createClient({ ...app.clientOptions(), tokenStore: { get, set: () => {} } });
      const call = client.token({ signal: AbortSignal.abort("enough") });
      expect(await call.catch((reason: unknown) => reason)).toBe("enough");
      // Unhandled rejections are reported in a later turn.
      await new Promise((resolve) => setTimeout(resolve, 0));
    }
  } finally {
    process.off("unhandledRejection", note);
  }
  expect(unhandled).toEqual([]);
  mock.journal.expect({ path: "/token" }, 0);
});
