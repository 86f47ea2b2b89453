import { describe, expect, test } from "bun:test";
import { createMockControl, createMockServer } from "../../../../../mock-server/mod.ts";

const seed = () => ({
  collections: [{ slug: "people", name: "People", records: [{ id: "ada", data: {} }] }],
});

/** The tenant in process and over HTTP: a test can hold the collections of both. */
const TENANTS = {
  "in process": () => createMockServer({ seed: seed() }).tenant,
  "over HTTP": () => {
    const { fetch } = createMockServer({ seed: seed(), control: true });
    return createMockControl("http://localhost:8787", { fetch }).tenant;
  },
};

for (const [where, tenantOf] of Object.entries(TENANTS)) {
  describe(`a collection that a test holds, ${where}`, () => {
    test("writes to the collection that restore() brought back", async () => {
      const tenant = tenantOf();
      const orders = await tenant.collections.create({ slug: "orders", name: "Orders" });
      await orders.records.add({ data: {} });
      const before = await tenant.snapshot();
      await orders.records.add({ data: {} });
      await tenant.restore(before);
      expect(await orders.records.count()).toBe(1);
      const { id } = await orders.records.add({ data: {} });
      const now = await tenant.collections.get("orders");
      expect((await now.records.list()).map((record) => record.id)).toContain(id);
      expect(await orders.telemetry(id)).toEqual([]);
      expect([orders.id, orders.slug, orders.name]).toEqual([now.id, "orders", "Orders"]);
    });

    test("writes to the collection of the seed after reset(), though the seed has no ID", async () => {
      const tenant = tenantOf();
      const people = await tenant.collections.get("people");
      const [listed] = await tenant.collections.list();
      for (let round = 0; round < 2; round++) {
        await people.records.add({ data: {} });
        await tenant.reset();
        expect([await people.records.count(), await listed?.records.count()]).toEqual([1, 1]);
      }
      await people.records.add({ id: "grace", data: {} });
      const now = await tenant.collections.get("people");
      expect((await now.records.list()).map(({ id }) => id)).toEqual(["ada", "grace"]);
      expect(people.id).toBe(now.id);
    });

    test("throws once its collection is gone, also when another one has its slug", async () => {
      const tenant = tenantOf();
      const orders = await tenant.collections.create({ slug: "orders", name: "Orders" });
      await tenant.reset();
      const uses = [
        async () => void await orders.records.count(),
        async () => void await orders.records.list(),
        async () => void await orders.records.add({ data: {} }),
        async () => void await orders.telemetry("ada"),
      ];
      const expectGone = async () => {
        for (const use of uses) {
          const error = await use().catch((thrown: unknown) => thrown);
          expect(error).toBeInstanceOf(Error);
          expect(String(error)).toContain(orders.id);
          expect(String(error)).toContain(
            "reset(), restore() or remove() of its tenant removed it.",
          );
        }
      };
      await expectGone();
      await tenant.collections.create({ slug: "orders", name: "Orders" });
      await expectGone();
    });
  });
}

test("a collection can be held at module scope, where Workers allow no random values", () => {
  const { randomUUID } = crypto;
  crypto.randomUUID = () => {
    throw new Error("no random values here");
  };
  try {
    const things = createMockServer().tenant.collections.create({ slug: "things", name: "Things" });
    things.records.add({ id: "one", data: {} });
    expect(things.records.count()).toBe(1);
  } finally {
    crypto.randomUUID = randomUUID;
  }
});
