// The mock on a port, called with the global fetch.
import { createClient } from "@kinakit/kinabase";
import { createMockServer } from "@kinakit/kinabase/mock";
import { serve } from "@kinakit/kinabase/serve";

const mock = createMockServer();
const { appId, appSecret } = await mock.tenant.apps.create({ name: "Served", description: "HTTP" });
const server = await serve(mock, { port: 0 });
const client = createClient({ appId, appSecret, baseUrl: server.baseUrl });
console.log(`served ${(await client.collections()).length} collections`);
await server.close();
