// node main.ts        (from Node 22.18 on)
import process from "node:process";
import { createClient } from "@kinakit/kinabase";
import { createService } from "./service.ts";

const { KINABASE_APP_ID = "", KINABASE_APP_SECRET = "", PORT = "3000" } = process.env;
const client = createClient({
  appId: KINABASE_APP_ID,
  appSecret: KINABASE_APP_SECRET,
  baseUrl: process.env.KINABASE_BASE_URL, // for tests; else Kinabase itself
  timeout: 15_000, // somebody is waiting
});

// Wrong credentials show now, and not when the first visitor comes.
await client.status();

// An error of the client holds neither secret nor token.
const service = createService(client, console.error);
service.listen(Number(PORT), "127.0.0.1", () => {
  const address = service.address();
  const port = typeof address === "object" && address !== null ? address.port : PORT;
  console.log(`http://127.0.0.1:${port}`);
});
for (const signal of ["SIGINT", "SIGTERM"]) {
  process.once(signal, () => service.close(() => process.exit(0)));
}
