import { behaviorOptions } from "../../world/behaviors/behaviors.ts";
import { type ControlRoute, route } from "../route.ts";
import { behaviorsAnswer } from "../schemas.ts";

/** How a tenant behaves where Kinabase's own behavior is not known for sure. */
export const behaviorRoutes: readonly ControlRoute[] = [
  route({
    id: "getBehaviors",
    method: "GET",
    path: "/tenants/{tenant}/behaviors",
    summary: "Get the option of each behavior",
    response: behaviorsAnswer,
    run: ({ tenant }) => tenant.behaviors.all(),
  }),
  route({
    id: "setBehaviors",
    method: "PUT",
    path: "/tenants/{tenant}/behaviors",
    summary: "Change some behaviors; the others keep their option",
    body: behaviorOptions,
    run: ({ tenant, body }) => tenant.behaviors.set(body),
  }),
];
