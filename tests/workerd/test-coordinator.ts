import type { coordinatorClass, CoordinatorEnv, PermitRequest } from "../../src/cloudflare.ts";

type Coordinator = ReturnType<typeof coordinatorClass<CoordinatorEnv>>;

/** Creates the class of a coordinator with what a test can do to its object. */
export function testCoordinator(Base: Coordinator): Coordinator {
  return class extends Base {
    readonly #state: { abort(reason: string): void; storage: { deleteAll(): Promise<void> } };

    #delay = 0;

    constructor(...[state, env]: ConstructorParameters<Coordinator>) {
      super(state, env);
      this.#state = Object(state);
    }

    /** Delays the next request for permits. */
    delay(ms: number): void {
      this.#delay = ms;
    }

    override async permits(
      request: PermitRequest,
    ): ReturnType<InstanceType<Coordinator>["permits"]> {
      const ms = this.#delay;
      this.#delay = 0;
      if (ms > 0) await new Promise((resolve) => setTimeout(resolve, ms));
      return await super.permits(request);
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
