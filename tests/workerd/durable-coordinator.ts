// The Worker with the coordinator's class and the secret.
import { KinabaseCoordinator } from "../../src/cloudflare.ts";

/** The object, and what a test can do to it. */
export class TestCoordinator extends KinabaseCoordinator {
  readonly #state: { abort(reason: string): void; storage: { deleteAll(): Promise<void> } };

  constructor(...[state, env]: ConstructorParameters<typeof KinabaseCoordinator>) {
    super(state, env);
    this.#state = Object(state);
  }

  /** Ends the object in the middle of its work. Its storage stays. */
  evict(): void {
    this.#state.abort("evicted");
  }

  /** Ends the object, and deletes its storage. */
  async lose(): Promise<void> {
    await this.#state.storage.deleteAll();
    this.#state.abort("lost");
  }
}

export default { fetch: () => new Response(null, { status: 404 }) };
