import { Hono } from "hono";
import { API_PATH } from "./support/api-path.ts";
import { pathOf } from "./support/path-of.ts";
import { authenticate } from "./middleware/authenticate.ts";
import type { MockEnv } from "./middleware/context.ts";
import type { CorsOptions } from "./middleware/cors-options.ts";
import { allowOtherOrigins } from "./middleware/cross-origin.ts";
import { dateHeader } from "./middleware/date-header.ts";
import { onThrownError } from "./middleware/thrown-errors.ts";
import { applyFaults } from "./middleware/apply-faults.ts";
import { guards } from "./middleware/guard.ts";
import { findTenant } from "./middleware/find-tenant.ts";
import { journal } from "./middleware/journal.ts";
import { notFound, refuseDoubleSlash } from "./middleware/not-found.ts";
import { checkBody, readBody } from "./middleware/read-body.ts";
import { rateLimit } from "./middleware/rate-limit.ts";
import { reportRequest } from "./middleware/report-request.ts";
import type { RequestListener } from "./middleware/request-listener.ts";
import { requireValidUrl } from "./middleware/valid-url.ts";
import { collectionRoutes } from "./routes/collections.ts";
import { statusRoutes } from "./routes/status.ts";
import { tokenRoutes } from "./routes/token.ts";
import { versionRoutes } from "./routes/version.ts";
import type { ControlOptions } from "./control/options.ts";
import { mountControl } from "./control/mount.ts";
import type { World } from "./world/world.ts";

/**
 * The Hono app of a mock: middleware in the order it runs, then the routes.
 *
 * @throws {TypeError} When an option is invalid.
 */
export function createApp(
  world: World,
  control: boolean | ControlOptions,
  cors: boolean | CorsOptions = false,
  onRequest?: RequestListener,
): Hono<MockEnv> {
  const app = new Hono<MockEnv>({ getPath: pathOf });
  app.use(requireValidUrl);
  if (control !== false) mountControl(app, world, control);
  app.onError(onThrownError);
  if (cors !== false) app.use(`${API_PATH}/*`, allowOtherOrigins(cors));
  app.use(readBody, findTenant(world));
  if (onRequest !== undefined) app.use(reportRequest(onRequest));
  app.use(journal, dateHeader, applyFaults, guards(rateLimit, checkBody));

  const api = new Hono<MockEnv>();
  api.use(guards(refuseDoubleSlash, authenticate));
  api.route("/", tokenRoutes(world));
  api.route("/", statusRoutes());
  api.route("/", versionRoutes());
  api.route("/collections", collectionRoutes());
  app.route(API_PATH, api);
  app.notFound(notFound);
  return app;
}
