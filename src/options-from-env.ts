import { describeValue } from "./support/describe-value.ts";
import type { Credentials } from "./wire/types.ts";

/** The options that {@linkcode optionsFromEnv} returns, for `createClient`. */
export interface EnvOptions extends Credentials {
  /** The base URL. Absent if the variable is missing; the client then uses its default. */
  baseUrl?: string | undefined;
}

/** The required variables, and what they hold. */
const REQUIRED = {
  KINABASE_APP_ID: "the App ID shown in Kinabase under Settings, API",
  KINABASE_APP_SECRET: "the App Secret that Kinabase showed when the app was created",
};

/**
 * Reads the options of a client from environment variables: `KINABASE_APP_ID`, `KINABASE_APP_SECRET`, and
 * optionally `KINABASE_BASE_URL`. So tests and production differ in their environment only. An empty variable
 * counts as missing.
 *
 * @param env `process.env`, `Deno.env.toObject()`, or the `env` of a Worker. Everything else in it is ignored.
 * @throws {TypeError} When a required variable is missing, or one is not a string. The message names all
 * that are missing, and contains no values.
 *
 * @example
 * ```ts
 * import process from "node:process";
 * import { createClient, optionsFromEnv } from "@kinakit/kinabase";
 *
 * const client = createClient(optionsFromEnv(process.env));
 * ```
 */
export function optionsFromEnv(env: object): EnvOptions {
  if (typeof env !== "object" || env === null) {
    throw new TypeError(
      `env: expected an object of variables such as process.env, got ${describeValue(env)}`,
    );
  }
  const appId = variable(env, "KINABASE_APP_ID");
  const appSecret = variable(env, "KINABASE_APP_SECRET");
  const baseUrl = variable(env, "KINABASE_BASE_URL");
  if (appId === undefined || appSecret === undefined) throw missing(env);
  return baseUrl === undefined ? { appId, appSecret } : { appId, appSecret, baseUrl };
}

function missing(env: object): TypeError {
  const absent = Object.entries(REQUIRED).filter(([name]) => variable(env, name) === undefined);
  const names = absent.map(([name]) => name).join(" and ");
  const values = absent.map(([, value]) => value).join(", and ");
  return new TypeError(
    `${names} ${absent.length === 1 ? "is" : "are"} missing in the environment. Use ${values}.`,
  );
}

/** A variable; `undefined` if it is missing or empty. */
function variable(env: object, name: string): string | undefined {
  const value: unknown = Reflect.get(env, name);
  if (value === undefined || value === null || value === "") return undefined;
  if (typeof value === "string") return value;
  // The value is not shown: it may be the secret.
  throw new TypeError(`${name}: expected a string, got another value`);
}
