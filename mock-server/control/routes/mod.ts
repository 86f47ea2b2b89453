import type { ControlRoute } from "../route.ts";
import { appRoutes } from "./apps.ts";
import { clockRoutes } from "./clock.ts";
import { collectionRoutes } from "./collections.ts";
import { faultRoutes } from "./faults.ts";
import { journalRoutes } from "./journal.ts";
import { stateRoutes } from "./state.ts";
import { tenantRoutes } from "./tenants.ts";

/** The control API: what serves it, and what describes it. */
export const CONTROL_ROUTES: readonly ControlRoute[] = [
  ...tenantRoutes,
  ...appRoutes,
  ...clockRoutes,
  ...faultRoutes,
  ...journalRoutes,
  ...collectionRoutes,
  ...stateRoutes,
];
