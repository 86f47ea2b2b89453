// Like run-node.ts, but with the optional packages installed.
import { test } from "node:test";
import * as client from "@kinakit/kinabase";
import * as contract from "@kinakit/kinabase/contract";
import * as mock from "@kinakit/kinabase/mock";
import * as msw from "@kinakit/kinabase/msw";
import { mswCases } from "../runtime/msw.ts";

for (const { name, run } of mswCases({ client, mock, msw, contract }, 4)) {
  test(name, { timeout: 30_000 }, run);
}
