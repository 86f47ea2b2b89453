import { expect, test } from "bun:test";
import { DurableObject } from "../../../../src/cloudflare/outside-workers.ts";

test("outside Workers, a Durable Object says which condition a bundle needs", () => {
  expect(() => new DurableObject()).toThrow(
    new Error(
      "Durable Objects exist in Workers only. In a bundle for Workers, set the condition workerd.",
    ),
  );
});
