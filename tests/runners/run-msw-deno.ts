import * as client from "../../mod.ts";
import * as contract from "../contract/mod.ts";
import * as mock from "../../mock-server/mod.ts";
import * as msw from "../../mock-server/msw.ts";
import { mswCases } from "../runtime/msw.ts";

for (const { name, run } of mswCases({ client, mock, msw, contract }, 4)) {
  Deno.test({ name, timeout: 30_000, fn: run });
}
