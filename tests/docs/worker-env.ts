import { mock } from "bun:test";
import type { DurableNamespace, DurableState } from "../../src/cloudflare.ts";
import type { World } from "./world.ts";

// Before the class is loaded.
mock.module("cloudflare:workers", () => import("./cloudflare-workers.ts"));

/** The environment of a block that is a complete Worker. */
export interface WorkerEnv {
  KINABASE_APP_ID: string;
  KINABASE_APP_SECRET: string;
  COORDINATOR: DurableNamespace;
  KINABASE_BASE_URL?: string;
}

/** Creates the environment for one block. */
export async function workerEnv({ appId, appSecret }: World): Promise<WorkerEnv> {
  const secrets = { KINABASE_APP_ID: appId, KINABASE_APP_SECRET: appSecret };
  const { KinabaseCoordinator } = await import("../../src/cloudflare.ts");
  const object = new KinabaseCoordinator(memoryState(), secrets);
  return { ...secrets, COORDINATOR: { idFromName: (name) => name, get: () => object } };
}

/** The state of a Durable Object in memory. */
export function memoryState(kept: Map<string, unknown> = new Map()): DurableState {
  return {
    blockConcurrencyWhile: (work) => work(),
    storage: {
      get: (key) => Promise.resolve(structuredClone(kept.get(key))),
      put: (key, value) => Promise.resolve(void kept.set(key, structuredClone(value))),
      delete: (key) => Promise.resolve(kept.delete(key)),
      setAlarm: () => Promise.resolve(),
    },
  };
}
