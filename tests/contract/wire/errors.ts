import { equal, includes, ok } from "../assert.ts";
import { define, type Definition } from "../case.ts";
import { discard } from "../tools.ts";

/** The format of error responses. */
export const errorCases: Definition[] = [
  define({
    id: "envelope",
    title: "an error response is JSON with a text property named error",
    level: "wire",
    evidence: "D",
    async run({ request, requestToken }) {
      for (const response of [await request("status"), await requestToken({})]) {
        ok(response.status >= 400, `expected an error, got ${response.status}`);
        const body = await response.json();
        equal(typeof body.error, "string", "type of error");
      }
    },
  }),
  define({
    id: "media-type",
    title: "the content type of an error response is application/json",
    level: "wire",
    evidence: "A",
    dependsOn: { "errors.media-type": { problem: "application/problem+json" } },
    async run({ request, behavior }) {
      const response = await request("status");
      ok(response.status >= 400, `expected an error, got ${response.status}`);
      const isProblem = await behavior("errors.media-type") === "problem";
      const expected = isProblem ? "application/problem+json" : "application/json";
      includes(response.headers.get("content-type") ?? "", expected, "content type");
      discard(response);
    },
  }),
];
