// The Worker with the coordinator's class and the secret.
import { coordinatorClass, type CoordinatorEnv } from "../../../src/cloudflare.ts";
import { fastClock, skip } from "./fast-clock.ts";

const Coordinator = coordinatorClass((env: CoordinatorEnv) => ({
  appId: env.KINABASE_APP_ID,
  appSecret: env.KINABASE_APP_SECRET,
  baseUrl: env.KINABASE_BASE_URL,
  clock: fastClock,
}));

/** The object, and what the proof can do to it. */
export class TestCoordinator extends Coordinator {
  readonly #state: { abort(reason: string): void; storage: { deleteAll(): Promise<void> } };

  constructor(...[state, env]: ConstructorParameters<typeof Coordinator>) {
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

export default {
  fetch(request: Request): Response {
    skip(Number(new URL(request.url).searchParams.get("ms")));
    return Response.json(null);
  },
};
