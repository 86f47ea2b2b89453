import * as client from "../mod.ts";
import * as contract from "./contract/mod.ts";
import * as mock from "../mock-server/mod.ts";
import * as serve from "../mock-server/serve.ts";
import { resendCases } from "./runtime/resend.ts";
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
const runtimeCases = [
  ...servedCases({ client, mock, serve, contract }),
  ...resendCases({ client }),
];
for (const { name, run } of runtimeCases) {
  Deno.test({ name, timeout: 30_000, fn: run });
}
