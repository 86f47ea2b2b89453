// Each TypeScript block of the README, of docs/ and of the examples is type-checked and run as a test.
import { afterAll, expect, test } from "bun:test";
import { allBlocks, type Block } from "./blocks.ts";
import { guardedFetch } from "./guarded-fetch.ts";
import { runCollected, test as collect } from "./runner.ts";
import { type WorkerEnv, workerEnv } from "./worker-env.ts";
import { createBlockFolder } from "./block-folder.ts";
import { createWorld } from "./world.ts";

const blocks = allBlocks();
const folder = createBlockFolder(blocks.filter(({ ignored }) => ignored === undefined));
afterAll(() => folder.close());

for (const block of blocks) {
  const name = `${block.file}:${block.line}`;
  if (block.ignored) test.skip(`${name} # SKIP ${block.ignored}`, () => {});
  else if (block.ignored === "") {
    test(name, () => {
      throw new Error("A block that is ignored needs a reason, in an HTML comment above it");
    });
  } else test(name, () => runBlock(block), 60_000);
}

test("there are code blocks to check", () => expect(blocks.length).toBeGreaterThan(0));

async function runBlock(block: Block): Promise<void> {
  const errors = folder.typeErrors(block);
  if (errors !== "") throw new Error(errors);
  const { fetch: real } = globalThis;
  const world = await createWorld();
  const stage = { ...world, fetch: guardedFetch(world.mock, real), Deno: { test: collect } };
  const before = Object.keys(stage).map((name) =>
    [name, Object.getOwnPropertyDescriptor(globalThis, name)] as const
  );
  for (const [name, value] of Object.entries(stage)) {
    Object.defineProperty(globalThis, name, { value, configurable: true, writable: true });
  }
  try {
    const { default: worker }: { default?: unknown } = await import(folder.moduleOf(block));
    await runCollected();
    if (isWorker(worker)) {
      const request = new Request("https://worker.invalid/");
      const { status } = await worker.fetch(request, workerEnv(world));
      expect(status).toBeLessThan(500);
    }
  } finally {
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
