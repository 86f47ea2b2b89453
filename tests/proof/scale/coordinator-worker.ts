// The Worker with the coordinator's class and the secret.
import { coordinatorClass, type CoordinatorEnv } from "../../../src/cloudflare.ts";
import { testCoordinator } from "../../workerd/test-coordinator.ts";
import { fastClock, skip } from "./fast-clock.ts";

/** The class of the object. */
export const TestCoordinator = testCoordinator(coordinatorClass((env: CoordinatorEnv) => ({
  appId: env.KINABASE_APP_ID,
  appSecret: env.KINABASE_APP_SECRET,
  baseUrl: env.KINABASE_BASE_URL,
  clock: fastClock,
})));

export default {
  fetch(request: Request): Response {
    skip(Number(new URL(request.url).searchParams.get("ms")));
    return Response.json(null);
  },
};
