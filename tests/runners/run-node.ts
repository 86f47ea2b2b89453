// Node tests the npm package: every import here uses its published name.
import { test } from "node:test";
import { contract, mockTarget } from "@kinakit/kinabase/contract";
import { createMockServer } from "@kinakit/kinabase/mock";

for (const c of contract(mockTarget(createMockServer()))) {
  const name = `${c.subject} (${c.level}): ${c.title} [${c.evidence}]`;
  test(name, { skip: c.skip ?? false, timeout: 30_000 }, () => c.run());
}
