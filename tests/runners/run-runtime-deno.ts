import * as client from "../../mod.ts";
import * as contract from "../contract/mod.ts";
import * as mock from "../../mock-server/mod.ts";
import * as serve from "../../mock-server/serve.ts";
import { runtimeCases } from "../runtime/mod.ts";

const faces = { client, mock, serve, contract };
for (const { name, skip, run } of runtimeCases(faces, 4)) {
  Deno.test({
    name: skip ? `${name} # SKIP ${skip}` : name,
    ignore: Boolean(skip),
    timeout: 30_000,
    fn: run,
  });
}
