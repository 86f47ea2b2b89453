import type { Command } from "commander";
import type { Client } from "../mod.ts";
import { addClientCommand, type ConnectionFlags, runWithClient } from "./client-command.ts";
import { print } from "./output.ts";
import { claimsOf } from "./token-claims.ts";

/** The commands for a quick look: each prints one JSON document. */
export function addLookCommands(program: Command): void {
  const look = (
    name: string,
    description: string,
    examples: string,
    read: (client: Client, signal: AbortSignal) => Promise<unknown>,
  ) =>
    addClientCommand(program, name, description, { examples }).action((flags: ConnectionFlags) =>
      runWithClient(name, flags, async ({ client, signal }) => {
        print(JSON.stringify(await read(client, signal), null, 2));
      })
    );

  look(
    "token",
    "Request a token and print it with its claims, as JSON. Protect it like a password.",
    `  kinabase token | jq -r .token
  curl -H "Authorization: Bearer $(kinabase token | jq -r .token)" \\
    https://app.kinabase.com/api/v1/collections`,
    async (client, signal) => {
      const token = await client.token({ signal });
      return { token, ...claimsOf(token) };
    },
  );
  look(
    "status",
    "Check that the credentials work, and print the response as JSON.",
    `  kinabase status
  kinabase status --base-url http://127.0.0.1:8787/api/v1/ | jq .`,
    async (client, signal) => ({
      ok: true,
      baseUrl: client.baseUrl,
      status: await client.status({ signal }) ?? null,
    }),
  );
  look(
    "collections",
    "List the collections that the app can see, as JSON.",
    `  kinabase collections | jq -r '.[].slug'
  kinabase collections --env-file production.env`,
    (client, signal) => client.collections({ signal }),
  );
}
