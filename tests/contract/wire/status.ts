import { errorResponse } from "../../../src/wire/zod-schemas.ts";
import { equal, ok } from "../assert.ts";
import { define, type Definition } from "../case.ts";

/** `GET /status`. */
export const statusCases: Definition[] = [
  define({
    id: "authenticated",
    title: "the status with a valid token is 200",
    level: "wire",
    evidence: "D",
    async run({ newToken, statusWith }) {
      equal(await statusWith(await newToken()), 200, "status");
    },
  }),
  define({
    id: "unauthenticated",
    title: "the status without a token is 401",
    level: "wire",
    evidence: "D",
    async run({ request }) {
      const response = await request("status");
      equal(response.status, 401, "status");
      errorResponse.parse(await response.json());
    },
  }),
  define({
    id: "json",
    title: "the body of the status is a JSON object",
    level: "wire",
    evidence: "A",
    async run({ newToken, request }) {
      const headers = { authorization: `Bearer ${await newToken()}` };
      const body: unknown = await (await request("status", { headers })).json();
      ok(typeof body === "object" && body !== null, "expected a JSON object");
    },
  }),
];
