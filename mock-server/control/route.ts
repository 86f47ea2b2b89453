import type { ZodType } from "zod";
import { checked } from "../support/check.ts";
import type { TenantState } from "../world/tenant/tenant.ts";
import type { World } from "../world/world.ts";
import { ControlError } from "./control-error.ts";
import { CONTROL_PATH } from "./path.ts";

/** How a path names the default tenant. */
export const DEFAULT_TENANT = "default";

/** A method of the control API. */
export type ControlMethod = "GET" | "POST" | "PUT" | "DELETE";

/** What a request to the control API holds, before anything of it is checked. */
export interface RawInput {
  world: World;
  params: Readonly<Record<string, string>>;
  query: Readonly<Record<string, string>>;
  body: unknown;
  signal: AbortSignal;
}

/** What a route works with. */
export interface Input<Q, B> extends Omit<RawInput, "query" | "body"> {
  /** The tenant the path names; the default one where it names none. */
  tenant: TenantState;
  query: Q;
  body: B;
}

/** One operation of the control API: what serves it and what describes it. */
export interface ControlRoute {
  /** Names the operation: `createApp`. */
  readonly id: string;
  readonly method: ControlMethod;
  /** The path below `/__mock`, with `{parameters}`. */
  readonly path: string;
  /** What it does, in a few words. */
  readonly summary: string;
  /** What goes wrong with another status than 400. */
  readonly errors: Readonly<Record<number, string>>;
  readonly query?: ZodType | undefined;
  readonly body?: ZodType | undefined;
  /** What it answers; nothing where there is none. */
  readonly response?: ZodType | undefined;
  /** Checks a request and does what it asks for. */
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
  return {
    ...described,
    errors: {
      ...of.errors,
      ...(namesTenant ? { 404: of.errors?.[404] ?? "The tenant does not exist." } : {}),
    },
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
 * The tenant that a path names.
 *
 * @throws {ControlError} When there is none.
 */
export function tenantNamed(world: World, name: string): TenantState {
  const found = name === DEFAULT_TENANT ? world.defaultTenant : world.tenantWithId(name);
  if (found !== undefined) return found;
  throw new ControlError(
    404,
    `Tenant ${JSON.stringify(name)} does not exist. Use "default" or an ID from GET ` +
      `${CONTROL_PATH}/tenants.`,
  );
}

/** A route without a schema has nothing to read: its type says `undefined`. */
function parsed<T>(schema: ZodType<T> | undefined, value: unknown, whole: string): T {
  if (schema !== undefined) return checked(schema, value, whole);
  return undefined as T;
}
