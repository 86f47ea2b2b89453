import { type ControlRoute, route } from "../route.ts";
import { appBody, appsAnswer, createdAppAnswer } from "../schemas.ts";

/** App registrations. */
export const appRoutes: readonly ControlRoute[] = [
  route({
    id: "listApps",
    method: "GET",
    path: "/tenants/{tenant}/apps",
    summary: "All app registrations, without their secrets",
    response: appsAnswer,
    run: ({ tenant }) => tenant.apps.list(),
  }),
  route({
    id: "createApp",
    method: "POST",
    path: "/tenants/{tenant}/apps",
    summary: "Register an app (S); its secret is shown in this answer only (D)",
    body: appBody,
    response: createdAppAnswer,
    async run({ tenant, body }) {
      const { appId, appSecret, name, description, state } = await tenant.apps.create(body);
      return { appId, appSecret, name, description, state };
    },
  }),
  ...(["expire", "revoke"] as const).map((end) =>
    route({
      id: `${end}App`,
      method: "POST",
      path: `/tenants/{tenant}/apps/{appId}/${end}`,
      summary: end === "expire" ? "Let an app expire (S)" : "Revoke an app (S)",
      run: ({ tenant, params: { appId = "" } }) => tenant.apps[end](appId),
    })
  ),
];
