// The Worker with the coordinator's class and the secret.
import { KinabaseCoordinator } from "../../src/cloudflare.ts";
import { testCoordinator } from "./test-coordinator.ts";

/** The class of the object. */
export const TestCoordinator = testCoordinator(KinabaseCoordinator);

export default { fetch: () => new Response(null, { status: 404 }) };
