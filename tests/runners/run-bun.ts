import { test } from "bun:test";
import { contract, mockTarget } from "../contract/mod.ts";
import { createMockServer } from "../../mock-server/mod.ts";

for (const c of contract(mockTarget(createMockServer()))) {
  const name = `${c.subject} (${c.level}): ${c.title} [${c.evidence}]`;
  // bun:test shows a reason only in the name.
  if (c.skip) test.skip(`${name} # SKIP ${c.skip}`, () => {});
  else test(name, () => c.run(), 30_000);
}
