// The part of Cloudflare's module that src/cloudflare and the examples use. Deno and esbuild treat the module as
// external. In a project of your own, `npx wrangler types` writes a complete declaration.
declare module "cloudflare:workers" {
  /** The state of a Durable Object. */
  interface ObjectState {
    storage: {
      setAlarm(time: number): Promise<void>;
      sql: {
        exec(query: string, ...values: (string | number)[]): Iterable<Record<string, unknown>>;
      };
    };
  }

  /** The base class of Durable Objects whose methods other Workers can call. */
  export class DurableObject<Env> {
    protected ctx: ObjectState;
    protected env: Env;
    constructor(state: unknown, env: Env);
  }

  /** The environment of the Worker. */
  export const env: object;
}
