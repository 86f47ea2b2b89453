// Replaces `bun:test`, `node:test` and `Deno.test` in a block. A test cannot be registered while another
// runs, so these tests are collected, and run at the end of the block.
export { expect } from "bun:test";

type Run = () => unknown;

const collected: { name: string; run: Run }[] = [];

/** Collects a test with the arguments of any of the three runners. */
export function test(
  what: string | { name: string; ignore?: boolean; fn: Run },
  ...rest: unknown[]
) {
  const run = rest.find((argument) => typeof argument === "function");
  if (typeof what === "object") {
    if (!what.ignore) collected.push({ name: what.name, run: what.fn });
  } else if (run !== undefined && !rest.some(isSkipped)) {
    collected.push({ name: what, run: () => run() });
  }
}
test.skipIf = (skip: boolean) => skip ? () => {} : test;

/** Runs its tests in order. */
export function describe(_name: string, define: Run): void {
  define();
}

const hooks = { before: [] as Run[], after: [] as Run[], each: [] as Run[] };
export const beforeAll = (run: Run): void => void hooks.before.push(run);
export const before: typeof beforeAll = beforeAll;
export const afterAll = (run: Run): void => void hooks.after.push(run);
export const after: typeof afterAll = afterAll;
export const afterEach = (run: Run): void => void hooks.each.push(run);

/** Runs the collected tests, and clears the list. */
export async function runCollected(): Promise<void> {
  const tests = collected.splice(0);
  const { before, after, each } = hooks;
  const [first, last, between] = [before.splice(0), after.splice(0), each.splice(0)];
  for (const run of first) await run();
  try {
    for (const { name, run } of tests) {
      try {
        await run();
      } catch (cause) {
        throw new Error(`the test "${name}" failed: ${String(cause)}`, { cause });
      }
      for (const tidy of between) await tidy();
    }
  } finally {
    for (const run of last) await run();
  }
}

function isSkipped(argument: unknown): boolean {
  return typeof argument === "object" && argument !== null && "skip" in argument &&
    Boolean(argument.skip);
}
