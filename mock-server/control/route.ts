import type { ZodType } from "zod";
import { checked } from "../support/check.ts";
import { formatValue } from "../support/format-value.ts";
import type { TenantState } from "../world/tenant/tenant.ts";
import type { World } from "../world/world.ts";
import { CONTROL_PATH } from "./path.ts";
import { UnknownName } from "./unknown-name.ts";

/** The name of the default tenant in a path. */
export const DEFAULT_TENANT = "default";

/** An HTTP method of the control API. */
export type ControlMethod = "GET" | "POST" | "PUT" | "DELETE";

/** A request to the control API before validation. */
export interface RawInput {
  world: World;
  params: Readonly<Record<string, string>>;
  query: Readonly<Record<string, string>>;
  body: unknown;
  signal: AbortSignal;
}

/** The validated input of a route. */
export interface Input<Q, B> extends Omit<RawInput, "query" | "body"> {
  /** The tenant in the path; the default tenant if the path has none. */
  tenant: TenantState;
  query: Q;
  body: B;
}

/** One operation of the control API: its handler and its description. */
export interface ControlRoute {
  /** The operation's name: `createApp`. */
  readonly id: string;
  readonly method: ControlMethod;
  /** The path below `/__mock`, with `{parameters}`. */
  readonly path: string;
  /** A short description. */
  readonly summary: string;
  /** The error statuses besides 400, each with a description. */
  readonly errors: Readonly<Record<number, string>>;
  readonly query?: ZodType | undefined;
  readonly body?: ZodType | undefined;
  /** The schema of the response body; `undefined` if the response has no body. */
  readonly response?: ZodType | undefined;
  /** Validates a request and carries it out. */
  handle(input: RawInput): Promise<unknown>;
}

interface Definition<Q, B> extends Omit<ControlRoute, "handle" | "errors"> {
  readonly errors?: Readonly<Record<number, string>>;
  readonly query?: ZodType<Q> | undefined;
  readonly body?: ZodType<B> | undefined;
  run(input: Input<Q, B>): unknown;
}

/** Defines an operation. */
export function route<Q = undefined, B = undefined>(of: Definition<Q, B>): ControlRoute {
  const { run, ...described } = of;
  const namesTenant = of.path.includes("{tenant}");
  const ofTenant: Record<number, string> = namesTenant ? { 404: "The tenant does not exist." } : {};
  return {
    ...described,
    errors: { ...ofTenant, ...of.errors },
    async handle(input) {
      const tenant = namesTenant
        ? tenantNamed(input.world, input.params["tenant"] ?? "")
        : input.world.defaultTenant;
      const query = parsed(of.query, input.query, "query");
      const body = parsed(of.body, input.body, "body");
      return await run({ ...input, tenant, query, body });
    },
  };
}

/**
 * The tenant in a path.
 *
 * @throws {UnknownName} When the tenant does not exist.
 */
export function tenantNamed(world: World, name: string): TenantState {
  const found = name === DEFAULT_TENANT ? world.defaultTenant : world.tenantWithId(name);
  if (found !== undefined) return found;
  throw new UnknownName(
    `Tenant ${formatValue(name)} does not exist. Use "default" or an ID from GET ` +
      `${CONTROL_PATH}/tenants.`,
  );
}

/** A route without a schema has no input: its type is `undefined`. */
function parsed<T>(schema: ZodType<T> | undefined, value: unknown, whole: string): T {
  if (schema !== undefined) return checked(schema, value, whole);
  return undefined as T;
}
