import { equal, includes } from "../assert.ts";
import { define, type Definition } from "../case.ts";

/** The format of error responses. */
export const errorCases: Definition[] = [
  define({
    id: "envelope",
    title: "an error response is JSON with a text property named error",
    level: "wire",
    evidence: "D",
    async run({ request, requestToken }) {
      for (const response of [await request("status"), await requestToken({})]) {
        includes(response.headers.get("content-type") ?? "", "application/json", "content type");
        const body = await response.json();
        equal(typeof body.error, "string", "type of error");
      }
    },
  }),
];
