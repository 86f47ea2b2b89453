import { describe, expect, test } from "bun:test";
import { createMockServer, type FieldDefinitions } from "../../../../mock-server/mod.ts";
import { preflight } from "../../../contract/preflight.ts";
import type { Target } from "../../../contract/target.ts";

const FIELDS: FieldDefinitions = { name: "text", note: "text", amount: "number" };

/** A target with a collection that has these fields, of which some requests have another response. */
async function targetWith(
  fields: FieldDefinitions = FIELDS,
  other: (request: string) => Promise<Response> | undefined = () => undefined,
) {
  const mock = createMockServer();
  const { baseUrl, tenant } = mock;
  const scratch = tenant.collections.create({ slug: "scratch", name: "Scratch", fields });
  const { appId, appSecret } = await tenant.apps.create({ name: "Test", description: "Test" });
  const target: Target = {
    fetch: (input, init) =>
      other(`${init?.method ?? "GET"} ${input.slice(baseUrl.length)}`) ?? mock.fetch(input, init),
    baseUrl,
    credentials: { appId, appSecret },
    collection: "scratch",
  };
  return { target, records: scratch.records };
}

const html = () =>
  Promise.resolve(
    new Response("<h1>Sign in</h1>", { headers: { "content-type": "text/html; charset=utf-8" } }),
  );

describe("before the first case", () => {
  test("a collection with the needed fields is fine, and stays empty", async () => {
    const { target, records } = await targetWith();
    expect(await preflight(target)).toBeUndefined();
    expect(records.count()).toBe(0);
    expect(await preflight({ ...target, collection: undefined })).toBeUndefined();
  });

  test("a missing collection is named", async () => {
    const { target } = await targetWith();
    expect(await preflight({ ...target, collection: "nowhere" }))
      .toStartWith("The collection nowhere does not exist.");
  });

  for (const missing of Object.keys(FIELDS)) {
    test(`a collection without the field ${missing} is named, with the needed fields`, async () => {
      const { [missing]: _, ...others } = FIELDS;
      const problem = await preflight((await targetWith(others)).target);
      expect(problem).toContain(`Unknown field data.${missing}.`);
      expect(problem).toEndWith(
        "The collection needs the text fields name and note and the number field amount.",
      );
    });
  }

  test("a field that responses leave out is named", async () => {
    const amount = { type: "number", tracked: true, hidden: true } as const;
    const { target, records } = await targetWith({ ...FIELDS, amount });
    expect(await preflight(target)).toStartWith("The collection scratch does not return amount");
    expect(records.count()).toBe(0);
  });

  test("a record that cannot be deleted is named", async () => {
    const { target, records } = await targetWith(
      FIELDS,
      (request) =>
        request.startsWith("DELETE")
          ? Promise.resolve(new Response("", { status: 500 }))
          : undefined,
    );
    expect(await preflight(target)).toStartWith(
      `The record ${records.list()[0]?.id} of the collection`,
    );
  });

  test("a deployment that issues no token, or does not accept its own, is reported", async () => {
    const noToken = await targetWith(
      FIELDS,
      (request) => request === "POST token" ? html() : undefined,
    );
    expect(await preflight(noToken.target)).toBe(
      "The deployment does not respond as it should: no token was issued: 200, text/html, " +
        "<h1>Sign in</h1>",
    );
    const refused = () => Promise.resolve(Response.json({ error: "No." }, { status: 401 }));
    const { target } = await targetWith(
      FIELDS,
      (request) => request === "GET status" ? refused() : undefined,
    );
    expect(await preflight(target)).toBe(
      "The deployment does not accept its own token: GET status is 401, application/json, " +
        '{"error":"No."}',
    );
  });

  test("a deployment that cannot be reached is reported", async () => {
    const { target } = await targetWith(FIELDS, () => Promise.reject(new TypeError("no route")));
    expect(await preflight(target))
      .toBe("The deployment does not respond as it should: no route");
  });
});
