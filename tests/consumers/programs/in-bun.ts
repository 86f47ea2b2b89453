import { createClient } from "@kinakit/kinabase";
import { createMockServer } from "@kinakit/kinabase/mock";
import { expect, test } from "bun:test";
import { cases } from "./app.js";

const mock = createMockServer();
const server = Bun.serve({ fetch: mock.fetch, port: 0 });
createClient({ appId: "", appSecret: "", baseUrl: server.url.href, fetch });
for (const c of cases) test.skipIf(!!c.skip)(c.title, c.run);
test("types", () => expect(mock.baseUrl).toBeString());
