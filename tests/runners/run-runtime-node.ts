// Node tests the npm package: every import here uses its published name.
import { test } from "node:test";
import * as client from "@kinakit/kinabase";
import * as contract from "@kinakit/kinabase/contract";
import * as mock from "@kinakit/kinabase/mock";
import * as serve from "@kinakit/kinabase/serve";
import { runtimeCases } from "../runtime/mod.ts";

const faces = { client, mock, serve, contract };
for (const { name, skip, run } of runtimeCases(faces, 4)) {
  test(name, { skip: skip ?? false, timeout: 30_000 }, run);
}

// The optional packages are not installed here: the imports above do not need them.
test("runtime: the error of ./msw names the missing package", { timeout: 30_000 }, async () => {
  const error = await import("@kinakit/kinabase/msw").catch((thrown: unknown) => thrown);
  if (!(error instanceof Error)) throw new Error("it was imported");
  if (!error.message.startsWith("Cannot find package 'msw' imported from ")) throw error;
});
