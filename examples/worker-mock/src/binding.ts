import { env } from "cloudflare:workers";
import type { FetchFunction } from "@kinakit/kinabase";

const { KINABASE: mock } = env;

/**
 * Sends requests to the mock behind the service binding; `undefined` without a binding, as in production.
 * At module scope, because clients share a token only if they have the same `fetch`.
 */
export const bindingFetch: FetchFunction | undefined = mock === undefined
  ? undefined
  : (input, init) => mock.fetch(new Request(input, init));
