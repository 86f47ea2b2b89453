// workerd has no test framework: one handler runs every case and prints a line for each.
import { contract, mockTarget } from "../contract/mod.ts";
import { createMockServer } from "../../mock-server/mod.ts";
import { type Services, workerCases } from "../workerd/cases.ts";
import { toolsCase } from "../workerd/tools.ts";

interface Case {
  name: string;
  skip?: string | undefined;
  run(): void | Promise<void>;
}

/** Cases for this runtime. Their prefix excludes them from the comparison of runtimes. */
const runtimeCases = (services: Services): Case[] => [
  {
    name: "runtime: no Node globals (process, Buffer, require, __dirname)",
    run() {
      const found = ["process", "Buffer", "require", "__dirname"].filter((n) => n in globalThis);
      if (found.length > 0) throw new Error(`these exist: ${found.join(", ")}`);
    },
  },
  ...workerCases(services),
  toolsCase,
];

export default {
  async test(_controller: unknown, services: Services): Promise<void> {
    const cases: Case[] = contract(mockTarget(createMockServer())).map((c) => ({
      name: `${c.subject} (${c.level}): ${c.title} [${c.evidence}]`,
      skip: c.skip,
      run: () => c.run(),
    }));
    const counts = { passed: 0, failed: 0, skipped: 0 };
    for (const c of [...cases, ...runtimeCases(services)]) {
      if (c.skip) {
        counts.skipped++;
        console.log(`skip - ${c.name} # SKIP ${c.skip}`);
        continue;
      }
      try {
        await within(30_000, c);
        counts.passed++;
        console.log(`ok - ${c.name}`);
      } catch (error) {
        counts.failed++;
        const text = error instanceof Error ? error.stack ?? error.message : String(error);
        console.log(`not ok - ${c.name}\n${text.replace(/^/gm, "    ")}`);
      }
    }
    const summary = `${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`;
    console.log(`# ${summary}`);
    if (counts.failed > 0 || cases.length === 0) throw new Error(summary);
  },
};

async function within(ms: number, c: Case): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`timed out after ${ms} ms`)), ms);
  });
  try {
    await Promise.race([c.run(), late]);
  } finally {
    clearTimeout(timer);
  }
}
