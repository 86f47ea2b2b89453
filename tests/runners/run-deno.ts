import { contract, mockTarget } from "../contract/mod.ts";
import { createMockServer } from "../../mock-server/mod.ts";

for (const c of contract(mockTarget(createMockServer()))) {
  const name = `${c.subject} (${c.level}): ${c.title} [${c.evidence}]`;
  // Deno.test shows a reason only in the name.
  Deno.test({
    name: c.skip ? `${name} # SKIP ${c.skip}` : name,
    ignore: Boolean(c.skip),
    timeout: 30_000,
    fn: () => c.run(),
  });
}
