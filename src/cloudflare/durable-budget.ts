import type { Budget } from "../shared-budget/budget.ts";
import {
  BUDGET_OPTIONS,
  type BudgetOptions,
  createBudget,
} from "../shared-budget/create-budget.ts";
import type { PermitAnswer } from "../shared-budget/permit-policy.ts";
import { messageOf } from "../support/message-of.ts";
import { refuseUnknown } from "../support/unknown-options.ts";
import {
  bindingOf,
  DURABLE_OPTIONS,
  type DurableNamespace,
  type DurableOptions,
  rememberFor,
} from "./binding.ts";

/** The options of {@linkcode durableBudget}. */
export interface DurableBudgetOptions extends DurableOptions, BudgetOptions {}

/**
 * Creates the `rateLimit` of a client: all clients with the same object together send at most `perMinute`
 * requests a minute. Its token requests count, too.
 *
 * @param namespace The binding to the class {@linkcode KinabaseCoordinator}. If the object grants none, the
 * client sends its requests without permits, and reports a `budget` event.
 * @param options Which object, and how many requests a minute. All clients must use the same number.
 * @throws {TypeError} When an option is wrong.
 *
 * @example
 * ```ts
 * import { createClient } from "@kinakit/kinabase";
 * import {
 *   durableBudget,
 *   type DurableNamespace,
 *   durableTokens,
 * } from "@kinakit/kinabase/cloudflare";
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
 *       rateLimit: durableBudget(env.COORDINATOR),
 *     });
 *     return Response.json(await client.collections());
 *   },
 * };
 * ```
 */
export function durableBudget<Id>(
  namespace: DurableNamespace<Id> | undefined,
  options: DurableBudgetOptions = {},
): Budget {
  refuseUnknown(options, [...DURABLE_OPTIONS, ...Object.keys(BUDGET_OPTIONS)]);
  const { perMinute, clock, ...which } = options;
  const make = () => {
    const binding = bindingOf(namespace, which);
    return createBudget(async (request) => {
      const failed = (why: string) => new Error(`${binding.name} granted no permits: ${why}`);
      const answer = await binding.call("permits", request).catch((error) => {
        throw failed(messageOf(error));
      });
      if (!isPermitAnswer(answer)) throw failed("its class is not a KinabaseCoordinator");
      return answer;
    }, { perMinute, clock });
  };
  // A clock of the caller's own is for tests.
  if (clock !== undefined) return make();
  return once(namespace, JSON.stringify({ perMinute, ...which }), make);
}

const once = rememberFor<Budget>();

function isPermitAnswer(value: unknown): value is PermitAnswer {
  return typeof value === "object" && value !== null && "wait" in value &&
    typeof value.wait === "number";
}
