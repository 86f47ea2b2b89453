// The part of Cloudflare's module that src/cloudflare and the examples use. Deno and esbuild treat the module as
// external. In a project of your own, `npx wrangler types` writes a complete declaration.
declare module "cloudflare:workers" {
  /** The state of a Durable Object. */
  interface ObjectState {
    storage: {
      getAlarm(): Promise<number | null>;
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

  /** What started a workflow. */
  export interface WorkflowEvent<Params> {
    payload: Params;
    instanceId: string;
  }

  /** The steps of a workflow. */
  export interface WorkflowStep {
    do<T>(
      name: string,
      options: {
        retries: { limit: number; delay: string; backoff: "exponential" };
        timeout: string;
      },
      work: () => Promise<T>,
    ): Promise<T>;
  }

  /** The base class of workflows. */
  export class WorkflowEntrypoint<Env, Params> {
    protected env: Env;
    run(event: WorkflowEvent<Params>, step: WorkflowStep): Promise<unknown>;
  }

  /** The environment of the Worker. */
  export const env: object;
}

declare module "cloudflare:workflows" {
  /** An error after which a step is not repeated. */
  export class NonRetryableError extends Error {}
}
