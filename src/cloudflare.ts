/**
 * For a deployment of many isolates on Cloudflare Workers: a Durable Object that requests the token for all of
 * them and holds the App Secret, and a budget of requests that they share. It is optional: without it each
 * isolate requests and caches its own token.
 *
 * Evidence marks: (S) stated by the specification this project implements, (D) Kinabase's public
 * documentation, (O) observed in programs that use the real service, (A) assumed.
 *
 * @example Export the class, and bind it as COORDINATOR in wrangler.jsonc
 * ```ts
 * import { createClient } from "@kinakit/kinabase";
 * import { type DurableNamespace, durableTokens } from "@kinakit/kinabase/cloudflare";
 *
 * // It reads KINABASE_APP_ID, KINABASE_APP_SECRET and KINABASE_BASE_URL from the environment of this Worker.
 * export { KinabaseCoordinator } from "@kinakit/kinabase/cloudflare";
 *
 * interface Env {
 *   COORDINATOR: DurableNamespace;
 *   KINABASE_BASE_URL?: string;
 * }
 *
 * export default {
 *   async fetch(_request: Request, env: Env): Promise<Response> {
 *     const client = createClient({
 *       baseUrl: env.KINABASE_BASE_URL,
 *       coordinator: durableTokens(env.COORDINATOR),
 *     });
 *     return Response.json(await client.collections());
 *   },
 * };
 * ```
 *
 * @module
 */
export {
  type CoordinatorClass,
  coordinatorClass,
  type CoordinatorClassOptions,
  type CoordinatorEnv,
  type DurableState,
  KinabaseCoordinator,
} from "./cloudflare/coordinator.ts";
export type { DurableNamespace, DurableOptions } from "./cloudflare/binding.ts";
export { durableBudget, type DurableBudgetOptions } from "./cloudflare/durable-budget.ts";
export { durableTokens, type TokenAnswer } from "./cloudflare/durable-tokens.ts";
export type { ErrorData } from "./cloudflare/error-data.ts";
export type { CoordinatorCall, TokenCoordinator } from "./auth/coordinator.ts";
export type { Budget } from "./shared-budget/budget.ts";
export type { PermitAnswer, PermitRequest } from "./shared-budget/permit-policy.ts";
