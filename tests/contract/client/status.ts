import { equal } from "../assert.ts";
import { define, type Definition } from "../case.ts";
import { readResponse } from "../response.ts";

/** `client.status()`. */
export const statusCases: Definition[] = [
  define({
    id: "client",
    title: "client.status() returns the body unchanged",
    level: "client",
    evidence: "D",
    async run({ client, newToken, request }) {
      const headers = { authorization: `Bearer ${await newToken()}` };
      const { body } = await readResponse(await request("status", { headers }));
      equal(await client().status(), body, "the body");
    },
  }),
  define({
    id: "client-empty",
    title: "client.status() accepts an empty body",
    level: "client",
    evidence: "A",
    needs: ["faults"],
    async run({ client, faults }) {
      await faults.add({ kind: "status", status: 200, match: { path: "/status" } });
      equal(await client().status(), undefined, "the body");
    },
  }),
];
