import { type ControlRoute, route } from "../route.ts";
import { appBody, appsAnswer, createdAppAnswer } from "../schemas.ts";

/** App registrations. */
export const appRoutes: readonly ControlRoute[] = [
  route({
    id: "listApps",
    method: "GET",
    path: "/tenants/{tenant}/apps",
    summary: "List all app registrations, without secrets",
    response: appsAnswer,
    run: ({ tenant }) => tenant.apps.list(),
  }),
  route({
    id: "createApp",
    method: "POST",
    path: "/tenants/{tenant}/apps",
    summary: "Register an app (S). Only this response shows its secret (D)",
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
      summary: end === "expire"
        ? "Expire an app (S). Expired apps cannot be reactivated"
        : "Revoke an app (S). Revoked apps cannot be reactivated",
      run: ({ tenant, params: { appId = "" } }) => tenant.apps[end](appId),
    })
  ),
];
