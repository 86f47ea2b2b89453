import type { TokenCoordinator } from "../auth/coordinator.ts";
import { createCoordinator } from "../auth/create-coordinator.ts";
import { refuseUnknown } from "../support/unknown-options.ts";
import {
  bindingOf,
  DURABLE_OPTIONS,
  type DurableNamespace,
  type DurableOptions,
  rememberFor,
} from "./binding.ts";
import { type ErrorData, errorFromData } from "./error-data.ts";

/** What the object answers: a token, or why Kinabase issued none. */
export type TokenAnswer =
  | {
    /** The token. */
    token: string;
    /** The base URL of the deployment that issued it. */
    baseUrl: string;
    /** How long it is still valid, in milliseconds. */
    expiresIn: number;
    /** How long ago it was requested, in milliseconds. */
    age: number;
    /** Absent. */
    error?: undefined;
  }
  | {
    /** Why there is no token. */
    error: ErrorData;
  };

/**
 * Creates the `coordinator` of a client: it gets the deployment's token from the Durable Object.
 *
 * The client's `baseUrl` must be that of the object: a token is never sent to another deployment.
 *
 * @param namespace The binding to the class {@linkcode KinabaseCoordinator}. If it is missing, a client with
 * credentials requests its own tokens, and one without fails with a `NetworkError`.
 * @param options Which object, and how errors name the binding.
 * @throws {TypeError} When an option is unknown.
 *
 * @example A Worker without a secret
 * ```ts
 * import { createClient } from "@kinakit/kinabase";
 * import { type DurableNamespace, durableTokens } from "@kinakit/kinabase/cloudflare";
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
 */
export function durableTokens<Id>(
  namespace: DurableNamespace<Id> | undefined,
  options: DurableOptions = {},
): TokenCoordinator {
  refuseUnknown(options, DURABLE_OPTIONS);
  return once(namespace, JSON.stringify(options), () => {
    const binding = bindingOf(namespace, options);
    return createCoordinator(binding.name, async ({ rejected }) => {
      const answer = await binding.call("token", rejected);
      if (!isTokenAnswer(answer)) throw new Error("its class is not a KinabaseCoordinator");
      if (answer.error !== undefined) throw errorFromData(answer.error);
      return answer;
    });
  });
}

const once = rememberFor<TokenCoordinator>();

function isTokenAnswer(value: unknown): value is TokenAnswer {
  return typeof value === "object" && value !== null && ("token" in value || "error" in value);
}
