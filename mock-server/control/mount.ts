import type { Context, Hono } from "hono";
import type { MockEnv } from "../middleware/context.ts";
import { lazily } from "../support/lazy.ts";
import type { World } from "../world/world.ts";
import { allowedHosts, type ControlOptions } from "./guard.ts";
import { CONTROL_PATH } from "./path.ts";

/**
 * Puts the control API, its description and the page before a mock's own routes. They are loaded when
 * the first of them is asked for: most mocks never are, and start the sooner.
 *
 * @throws {TypeError} When an option is wrong.
 */
export function mountControl(
  app: Hono<MockEnv>,
  world: World,
  options: boolean | ControlOptions,
): void {
  allowedHosts(options);
  const loaded = lazily(async () => {
    const { createControlApp } = await import("./app.ts");
    return createControlApp(world, options);
  });
  const forward = async (c: Context) => await (await loaded()).fetch(c.req.raw);
  for (const path of ["/", "/openapi.json", `${CONTROL_PATH}/*`]) app.all(path, forward);
}
