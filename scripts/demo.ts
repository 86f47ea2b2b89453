// npm run demo: the client calls the mock over real HTTP, and the clock skips an hour.
import { createMockServer } from "../mock-server/mod.ts";
import { serve } from "../mock-server/serve.ts";
import { chapter } from "./demo/print.ts";
import { showRecords } from "./demo/records.ts";
import { showTokens } from "./demo/tokens.ts";

const mock = createMockServer();
const server = await serve(mock, { port: 0 });
try {
  chapter(`The mock listens on ${server.url}`);
  await showTokens(mock, server);
  await showRecords(mock, server);
} finally {
  await server.close();
}
