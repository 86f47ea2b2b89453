import { Hono } from "hono";
import { RESERVED_WORDS } from "../../src/wire/operations.ts";
import type { MockEnv } from "../middleware/context.ts";

/**
 * The words of operations, such as `/all`, are not record IDs: with a method that their operation does not have, they
 * are a known path with another method.
 */
export function reservedWords(): Hono<MockEnv> {
  const routes = new Hono<MockEnv>();
  for (const word of RESERVED_WORDS) routes.all(`/${word}`, (c) => c.notFound());
  return routes;
}
