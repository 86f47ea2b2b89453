// npm run demo        (while `npm run mock` runs in another terminal)
// @ts-check
import process from "node:process";
import { createClient, optionsFromEnv } from "@kinakit/kinabase";
import { createService } from "./service.js";

const { PORT = "3000" } = process.env;
const client = createClient({
  ...optionsFromEnv(process.env),
  timeout: 15_000, // a caller is waiting
});

// Report wrong credentials at startup, and not at the first request.
await client.status();

// The client's errors contain neither the secret nor the token, so it is safe to log them.
const service = createService(client, console.error);
service.listen(Number(PORT), "127.0.0.1", () => {
  const address = service.address();
  const port = typeof address === "object" && address !== null ? address.port : PORT;
  console.log(`http://127.0.0.1:${port}`);
});
for (const signal of ["SIGINT", "SIGTERM"]) {
  process.once(signal, () => service.close(() => process.exit(0)));
}
