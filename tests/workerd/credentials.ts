import type { Credentials } from "../../mod.ts";

/** Credentials that are valid only for the mock in `kinabase.ts`. */
export const CREDENTIALS: Credentials = {
  appId: "5f0c7a52-6d0e-4c43-9d0b-0d3c52a6c1f7",
  appSecret: `${"A".repeat(86)}==`,
};

/** The URL for the `fetch` of a Worker. Its `globalOutbound` handles the request. */
export const BASE_URL = "https://kinabase.invalid/api/v1/";

/** The `tokenWaitTimeout` of the clients here, in milliseconds. */
export const FLIGHT_PATIENCE = 300;
