// The part of Cloudflare's module that src/cloudflare uses. Deno and esbuild treat the module as external.
declare module "cloudflare:workers" {
  /** The base class of Durable Objects whose methods other Workers can call. */
  export class DurableObject<Env> {
    constructor(state: unknown, env: Env);
  }
  /** The environment of the Worker. */
  export const env: object;
}
