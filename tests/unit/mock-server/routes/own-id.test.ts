import { describe, expect, test } from "bun:test";
import { mockWithApp } from "../mock-with-app.ts";

const UUID = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/;

describe("the ID in a new record", () => {
  const add = async (option: "refuse" | "ignore" | "keep", id: string | null) => {
    const { send } = await mockWithApp({ behaviors: { "create.own-id": option } });
    return await send("POST", "collections/people", { id, data: {} });
  };

  test("is refused", async () => {
    const { status, body } = await add("refuse", "own");
    expect([status, body.error]).toEqual([400, 'Invalid request: id: expected null, got "own".']);
  });

  for (const option of ["refuse", "ignore", "keep"] as const) {
    test(`may be null: ${option}`, async () => {
      const { status, body } = await add(option, null);
      expect([status, UUID.test(body.id)]).toEqual([200, true]);
    });
  }

  test("is ignored", async () => {
    const { status, body } = await add("ignore", "own");
    expect([status, UUID.test(body.id)]).toEqual([200, true]);
  });

  test("is kept if it can be in a path", async () => {
    for (const id of ["own", "Own_1-2"]) {
      const { status, body } = await add("keep", id);
      expect([status, body.id]).toEqual([200, id]);
    }
    for (
      const id of ["a b", "a/b", "ä", "own!", "!own", "all", "bulk", "ingest", "__proto__", ""]
    ) {
      const { status, body } = await add("keep", id);
      expect(status).toBe(400);
      if (id === "") continue;
      expect(body.error).toBe(
        `Invalid request: id: expected letters, digits and hyphens, got ${JSON.stringify(id)}.`,
      );
    }
  });
});
