// Replaces the modules that only workerd has. Import it before the code that uses them. All test files of one
// process share the replacement, so it has everything that the examples use.
import { mock } from "bun:test";

/** An error after which a workflow does not repeat the step. */
export class NonRetryableError extends Error {}

/** The base class of objects and workflows: it keeps what the runtime passes. */
class Entrypoint {
  readonly ctx: unknown;
  readonly env: unknown;
  constructor(ctx: unknown, env: unknown) {
    this.ctx = ctx;
    this.env = env;
  }
}

mock.module("cloudflare:workers", () => ({
  DurableObject: Entrypoint,
  WorkflowEntrypoint: Entrypoint,
}));
mock.module("cloudflare:workflows", () => ({ NonRetryableError }));
