import type { Context, Hono } from "hono";
import type { MockEnv } from "../middleware/context.ts";
import { lazily } from "../support/lazy.ts";
import type { World } from "../world/world.ts";
import { checkControlOptions, type ControlOptions } from "./options.ts";
import { CONTROL_PATH } from "./path.ts";

/**
 * Mounts the control API, its OpenAPI document and the inspector page before the mock's own routes. They
 * load on the first request for one of them, because most mocks never need them and start faster without.
 *
 * @throws {TypeError} When an option is invalid.
 */
export function mountControl(
  app: Hono<MockEnv>,
  world: World,
  options: boolean | ControlOptions,
): void {
  const checked = checkControlOptions(options);
  const loaded = lazily(async () => {
    const { createControlApp } = await import("./app.ts");
    return createControlApp(world, checked);
  });
  const forward = async (c: Context) => await (await loaded()).fetch(c.req.raw);
  for (const path of ["/", "/openapi.json", `${CONTROL_PATH}/*`]) app.all(path, forward);
}
