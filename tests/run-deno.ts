import * as client from "../mod.ts";
import * as contract from "./contract/mod.ts";
import * as mock from "../mock-server/mod.ts";
import * as serve from "../mock-server/serve.ts";
import { controlledCases } from "./runtime/controlled.ts";
import { servedCases } from "./runtime/served.ts";

for (const c of contract.contract(contract.mockTarget(mock.createMockServer()))) {
  const name = `${c.subject} (${c.level}): ${c.title} [${c.evidence}]`;
  // Deno.test has no place for a reason but the name.
  Deno.test({
    name: c.skip ? `${name} # SKIP ${c.skip}` : name,
    ignore: Boolean(c.skip),
    timeout: 30_000,
    fn: () => c.run(),
  });
}
const faces = { client, mock, serve, contract };
for (const { name, skip, run } of [...servedCases(faces), ...controlledCases(faces)]) {
  Deno.test({
    name: skip ? `${name} # SKIP ${skip}` : name,
    ignore: Boolean(skip),
    timeout: 30_000,
    fn: run,
  });
}
