import { type DurableNamespace, KinabaseTokens } from "../../src/cloudflare.ts";
import type { World } from "./world.ts";

/** The environment of a block that is a complete Worker. */
export interface WorkerEnv {
  KINABASE_APP_ID: string;
  KINABASE_APP_SECRET: string;
  TOKENS: DurableNamespace;
}

/** Creates the environment for one block. */
export function workerEnv({ appId, appSecret }: World): WorkerEnv {
  return { KINABASE_APP_ID: appId, KINABASE_APP_SECRET: appSecret, TOKENS: memoryNamespace() };
}

/** A Durable Object with its state in memory. */
function memoryNamespace(): DurableNamespace {
  const kept = new Map<string, unknown>();
  const object = new KinabaseTokens({
    storage: {
      get: (key) => Promise.resolve(kept.get(key)),
      put: (key, value) => Promise.resolve(void kept.set(key, value)),
      deleteAll: () => Promise.resolve(kept.clear()),
      setAlarm: () => Promise.resolve(),
    },
  });
  return {
    idFromName: (name) => name,
    get: () => ({ fetch: (input, init) => object.fetch(new Request(input, init)) }),
  };
}
