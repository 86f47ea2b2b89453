import { test } from "bun:test";
import * as client from "../mod.ts";
import * as contract from "./contract/mod.ts";
import * as mock from "../mock-server/mod.ts";
import * as serve from "../mock-server/serve.ts";
import { controlledCases } from "./runtime/controlled.ts";
import { servedCases } from "./runtime/served.ts";

for (const c of contract.contract(contract.mockTarget(mock.createMockServer()))) {
  const name = `${c.subject} (${c.level}): ${c.title} [${c.evidence}]`;
  // bun:test has no place for a reason but the name.
  if (c.skip) test.skip(`${name} # SKIP ${c.skip}`, () => {});
  else test(name, () => c.run(), 30_000);
}
const faces = { client, mock, serve, contract };
for (const { name, skip, run } of [...servedCases(faces), ...controlledCases(faces)]) {
  if (skip) test.skip(`${name} # SKIP ${skip}`, () => {});
  else test(name, run, 30_000);
}
