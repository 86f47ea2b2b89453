import type { coordinatorClass, CoordinatorEnv } from "../../src/cloudflare.ts";

type Coordinator = ReturnType<typeof coordinatorClass<CoordinatorEnv>>;

/** Creates the class of a coordinator with what a test can do to its object. */
export function testCoordinator(Base: Coordinator): Coordinator {
  return class extends Base {
    readonly #state: { abort(reason: string): void; storage: { deleteAll(): Promise<void> } };

    constructor(...[state, env]: ConstructorParameters<Coordinator>) {
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
  };
}
