// A Worker with client and mock at module scope, as in the tests of a program.
import { createClient } from "@kinakit/kinabase";
import { createMockServer } from "@kinakit/kinabase/mock";

const credentials = {
  appId: "5f0c7a52-6d0e-4c43-9d0b-0d3c52a6c1f7",
  appSecret: `${"A".repeat(86)}==`,
};
const mock = createMockServer({
  seed: {
    apps: [{ ...credentials, name: "Worker", description: "Known in advance" }],
    collections: [{ slug: "people", name: "People", records: [{ data: { fullName: "Ada" } }] }],
  },
});
const { baseUrl, clock, fetch } = mock;
const client = createClient({ ...credentials, baseUrl, clock, fetch });

export default {
  async fetch(): Promise<Response> {
    const names: unknown[] = [];
    for await (const { data } of client.collection("people").list()) names.push(data.fullName);
    return Response.json({ names, tokenRequests: mock.journal.count({ path: "/token" }) });
  },
};
