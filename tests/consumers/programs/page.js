import { createClient, KinabaseError } from "@kinakit/kinabase";

// In a browser a secret would be public, so the page requests a token from its own server.
const client = createClient({ token: async () => await (await fetch("/token")).text() });
try {
  const names = [];
  for await (const { data } of client.collection("people").list()) names.push(data.fullName);
  document.body.textContent = names.join(", ");
} catch (error) {
  document.body.textContent = error instanceof KinabaseError ? error.code : String(error);
}
