import { createClient, KinabaseError } from "@kinakit/kinabase";

// In a browser a secret would be everyone's: the page asks its own server for a token.
const client = createClient({ token: async () => await (await fetch("/token")).text() });
try {
  const names = [];
  for await (const { data } of client.collection("people").list()) names.push(data.fullName);
  document.body.textContent = names.join(", ");
} catch (error) {
  document.body.textContent = error instanceof KinabaseError ? error.code : String(error);
}
