// Node runs the package as npm delivers it: every import here goes by its published name.
import { test } from "node:test";
import * as client from "@kinakit/kinabase";
import * as contract from "@kinakit/kinabase/contract";
import * as mock from "@kinakit/kinabase/mock";
import * as serve from "@kinakit/kinabase/serve";
import { controlledCases } from "./runtime/controlled.ts";
import { servedCases } from "./runtime/served.ts";

for (const c of contract.contract(contract.mockTarget(mock.createMockServer()))) {
  const name = `${c.subject} (${c.level}): ${c.title} [${c.evidence}]`;
  test(name, { skip: c.skip ?? false, timeout: 30_000 }, () => c.run());
}
const faces = { client, mock, serve, contract };
for (const { name, skip, run } of [...servedCases(faces), ...controlledCases(faces)]) {
  test(name, { skip: skip ?? false, timeout: 30_000 }, run);
}
