import type { Credentials } from "../../mod.ts";

/** Credentials in the right form that open nothing but the mock in `kinabase.ts`. */
export const CREDENTIALS: Credentials = {
  appId: "5f0c7a52-6d0e-4c43-9d0b-0d3c52a6c1f7",
  appSecret: `${"A".repeat(86)}==`,
};

/** What a Worker's own `fetch` is asked for; its `globalOutbound` decides who answers. */
export const BASE_URL = "https://kinabase.invalid/api/v1/";

/** How long the clients here wait for another request's token request, in milliseconds. */
export const FLIGHT_PATIENCE = 300;
