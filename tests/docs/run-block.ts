import { expect } from "bun:test";
import process from "node:process";
import type { Block } from "./blocks.ts";
import type { BlockFolder } from "./block-folder.ts";
import { guardedFetch } from "./guarded-fetch.ts";
import { runCollected, test as collect } from "./runner.ts";
import { type WorkerEnv, workerEnv } from "./worker-env.ts";
import { createWorld } from "./world.ts";

/** Runs a block with the variables of the docs, its tests, and one request if it is a Worker. */
export async function runBlock(folder: BlockFolder, block: Block): Promise<void> {
  const { fetch: real } = globalThis;
  const world = await createWorld();
  const stage = { ...world, fetch: guardedFetch(world.mock, real), Deno: { test: collect } };
  const before = Object.keys(stage).map((name) =>
    [name, Object.getOwnPropertyDescriptor(globalThis, name)] as const
  );
  for (const [name, value] of Object.entries(stage)) {
    Object.defineProperty(globalThis, name, { value, configurable: true, writable: true });
  }
  const { appId, appSecret } = world;
  // An empty variable counts as missing: a block never calls a deployment that the environment names.
  const variables = {
    KINABASE_APP_ID: appId,
    KINABASE_APP_SECRET: appSecret,
    KINABASE_BASE_URL: "",
  };
  Object.assign(process.env, variables);
  try {
    const { default: worker }: { default?: unknown } = await import(folder.moduleOf(block));
    await runCollected();
    if (isWorker(worker)) {
      const request = new Request("https://worker.invalid/");
      const { status } = await worker.fetch(request, await workerEnv(world));
      expect(status).toBeLessThan(500);
    }
  } finally {
    for (const name of Object.keys(variables)) delete process.env[name];
    for (const [name, descriptor] of before) {
      if (descriptor === undefined) Reflect.deleteProperty(globalThis, name);
      else Object.defineProperty(globalThis, name, descriptor);
    }
  }
}

/** Sends one request to a block that is a complete Worker. */
function isWorker(
  value: unknown,
): value is { fetch(request: Request, env: WorkerEnv): Promise<Response> } {
  return typeof value === "object" && value !== null && "fetch" in value &&
    typeof value.fetch === "function";
}
