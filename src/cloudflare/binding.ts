import { env } from "cloudflare:workers";

/** The part of Cloudflare's `DurableObjectNamespace` that this module uses. */
export interface DurableNamespace<Id = unknown> {
  /** Returns the ID for a name. */
  idFromName(name: string): Id;
  /** Returns the object with an ID. */
  get(id: Id): object;
}

/** Options of `durableTokens` and `durableBudget`. */
export interface DurableOptions {
  /** The name of the object. Objects with different names share nothing. Default `kinabase`. */
  name?: string | undefined;
  /** The name of the binding, for error messages. Default: looked up in the Worker's environment. */
  binding?: string | undefined;
}

/** The methods that Workers call. */
type Method = "token" | "permits";

/** A binding to the Durable Objects of a coordinator. */
export interface Binding {
  /** What it is, for error messages. */
  readonly name: string;
  /**
   * Calls a method of the object. A failed call is repeated once, since the object may have been moved, but not if
   * the object has too much to do.
   */
  call(method: Method, argument: unknown): Promise<unknown>;
}

const DEFAULT_OBJECT = "kinabase";

/** The names of the {@linkcode DurableOptions}. */
export const DURABLE_OPTIONS: readonly string[] = ["name", "binding"];

/** Stands for all missing bindings. */
const MISSING = {};

/**
 * Remembers what was made for each binding, so that all clients of an isolate share it. They would otherwise
 * share neither the cached token nor the permits.
 */
export function rememberFor<T>(): (
  namespace: object | undefined,
  key: string,
  make: () => T,
) => T {
  const madeFor = new WeakMap<object, Map<string, T>>();
  return (namespace, key, make) => {
    const by = namespace ?? MISSING;
    let made = madeFor.get(by);
    if (made === undefined) madeFor.set(by, made = new Map());
    const before = made.get(key);
    if (before !== undefined) return before;
    const first = make();
    made.set(key, first);
    return first;
  };
}

/** Checks a binding. A missing one is not an error yet: a client with credentials can do without it. */
export function bindingOf<Id>(
  namespace: DurableNamespace<Id> | undefined,
  { name: object = DEFAULT_OBJECT, binding }: DurableOptions,
): Binding {
  const found = binding ?? nameOf(namespace);
  const name = found === undefined
    ? "The Durable Object binding"
    : `The Durable Object binding ${found}`;
  const attempt = async (method: Method, argument: unknown) => {
    if (namespace === undefined || namespace === null) {
      throw new Error(
        "it is undefined. Add it to durable_objects in wrangler.jsonc, and pass it by the name it has there",
      );
    }
    const stub = namespace.get(namespace.idFromName(object));
    if (!hasMethod(stub, method)) throw new Error(`its class has no method ${method}()`);
    return await stub[method](argument);
  };
  return {
    name,
    async call(method, argument) {
      try {
        return await attempt(method, argument);
      } catch (error) {
        if (Reflect.get(Object(error), "overloaded") === true) throw error;
        return await attempt(method, argument);
      }
    },
  };
}

/** A stub is a proxy: it has every method, and only the call itself reaches the object. */
function hasMethod(
  stub: object,
  method: Method,
): stub is Record<Method, (argument: unknown) => unknown> {
  return typeof Reflect.get(stub, method) === "function";
}

/** The name under which the Worker's environment has a binding. */
function nameOf(namespace: object | undefined): string | undefined {
  return Object.entries(env ?? {}).find(([, value]) =>
    namespace !== undefined && value === namespace
  )?.[0];
}
