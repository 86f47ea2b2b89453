import * as z from "zod";
import { errorResponse, tokenResponse } from "../../../src/wire/response-schemas.ts";
import { equal, ok } from "../assert.ts";
import { define, type Definition } from "../case.ts";
import { expectOk, readResponse } from "../response.ts";
import { discard } from "../tools.ts";

const anyObject = z.looseObject({});

/** `GET /status` and `GET /version`. */
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
    dependsOn: { "status.body": { empty: "it has no body" } },
    async run({ newToken, request, behavior }) {
      const headers = { authorization: `Bearer ${await newToken()}` };
      const response = await readResponse(await request("status", { headers }));
      if (await behavior("status.body") === "object") return void expectOk(response, anyObject);
      equal([response.status, response.body ?? null], [200, null], "status and body");
    },
  }),
  define({
    id: "version",
    title: "GET /version succeeds without a token",
    level: "wire",
    evidence: "O",
    async run({ request }) {
      const response = await request("version");
      ok(response.ok, `expected success, got ${response.status}`);
      discard(response);
    },
  }),
  define({
    id: "version-body",
    title: "the body of the version is a JSON object",
    level: "wire",
    evidence: "A",
    async run({ request }) {
      expectOk(await readResponse(await request("version")), anyObject);
    },
  }),
  define({
    id: "bare",
    title: "a GET without Content-Type and Accept is accepted",
    level: "wire",
    evidence: "A",
    async run({ newToken, target: { baseUrl, fetch } }) {
      const headers = { authorization: `Bearer ${await newToken()}` };
      const response = await fetch(`${baseUrl}status`, { headers });
      equal(response.status, 200, "status");
      discard(response);
    },
  }),
  define({
    id: "slashes",
    title: "repeated slashes in a path count as one",
    level: "wire",
    evidence: "A",
    dependsOn: { "routing.double-slash": { "404": "404" } },
    async run({ credentials, newToken, request, behavior }) {
      const collapses = await behavior("routing.double-slash") === "collapse";
      const status = collapses ? 200 : 404;
      const body = JSON.stringify(credentials);
      const init = { method: "POST", headers: { "content-type": "application/json" }, body };
      const response = await request("/token", init);
      equal(response.status, status, "status of //token");
      const form = collapses ? tokenResponse : errorResponse;
      form.parse(await response.json());
      const headers = { authorization: `Bearer ${await newToken()}` };
      equal((await request("//collections", { headers })).status, status, "status");
    },
  }),
];
