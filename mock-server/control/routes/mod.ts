import type { ControlRoute } from "../route.ts";
import { appRoutes } from "./apps.ts";
import { behaviorRoutes } from "./behaviors.ts";
import { clockRoutes } from "./clock.ts";
import { collectionRoutes } from "./collections.ts";
import { faultRoutes } from "./faults.ts";
import { journalRoutes } from "./journal.ts";
import { stateRoutes } from "./state.ts";
import { tenantRoutes } from "./tenants.ts";

/** All operations of the control API. */
export const CONTROL_ROUTES: readonly ControlRoute[] = [
  ...tenantRoutes,
  ...appRoutes,
  ...clockRoutes,
  ...behaviorRoutes,
  ...faultRoutes,
  ...journalRoutes,
  ...collectionRoutes,
  ...stateRoutes,
];
