import { createClient } from "../../mod.ts";
import { createMockServer } from "../../mock-server/mod.ts";
import {
  exportRecords,
  fileRows,
  importRecords,
  inferTypes,
  pullSeed,
  typesFile,
} from "../../tools/mod.ts";
import { equal, ok } from "../contract/assert.ts";
import type { RuntimeCase } from "./cases.ts";

/** The tools in a Worker: they must not need files or a Node module. */
export const toolsCase: RuntimeCase = {
  name: "runtime: the tools export, import, infer types and make a seed",
  async run() {
    const mock = createMockServer();
    const source = mock.tenant.collections.create({ slug: "source", name: "Source" });
    const target = mock.tenant.collections.create({ slug: "target", name: "Target" });
    for (let n = 0; n < 500; n++) {
      source.records.add({
        data: { n, text: `line ${n}\n"quoted"`, zip: "012" },
        external: [{ key: "crm", id: String(n) }],
      });
    }
    const app = await mock.tenant.apps.create({ name: "Tools", description: "In a Worker" });
    const client = createClient(app.clientOptions());
    const rows = () =>
      fileRows(exportRecords(client, "source", { format: "csv" }), {
        format: "csv",
        service: "crm",
      });
    const { created, refused } = await importRecords(client, "target", rows, { service: "crm" });
    equal(created, [[2, 501]], "the rows");
    equal(refused, [], "the refused rows");
    const dataOf = (of: typeof source) => of.records.list().map(({ data }) => data);
    equal(dataOf(target), dataOf(source), "the records");
    const types = typesFile(await inferTypes(client), { zod: true });
    ok(types.includes("export interface SourceData {"), "the types of the source");
    const seed = await pullSeed(client, { anonymize: true });
    ok(!JSON.stringify(seed).includes("quoted"), "no value is left");
    createMockServer({ seed });
  },
};
