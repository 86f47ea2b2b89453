// Takes the place of `cloudflare:workers` in the npm package on runtimes that do not have it, so that tests on Node can
// import code that is meant for Workers.

/** Cannot be created outside Workers. */
export class DurableObject {
  /** @throws {Error} Always. */
  constructor() {
    throw new Error(
      "Durable Objects exist in Workers only. In a bundle for Workers, set the condition workerd.",
    );
  }
}

/** The environment of a Worker. Here it is empty. */
export const env: object = {};
