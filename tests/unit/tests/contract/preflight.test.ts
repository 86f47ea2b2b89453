import { describe, expect, test } from "bun:test";
import {
  createManualClock,
  createMockServer,
  type FieldDefinitions,
} from "../../../../mock-server/mod.ts";
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
    timer: createManualClock(),
  };
  return { target, records: scratch.records };
}

const html = () =>
  Promise.resolve(
    new Response("<h1>Sign in</h1>", { headers: { "content-type": "text/html; charset=utf-8" } }),
  );

describe("the check of a target", () => {
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
    const problem = await preflight(target);
    expect(problem).toBe(
      "Records in the collection scratch could not be deleted. Delete them: " +
        `${records.list()[0]?.id} (the response is 500)`,
    );
  });

  test("a record that is gone already is no problem", async () => {
    const { target } = await targetWith(
      FIELDS,
      (request) =>
        request.startsWith("DELETE")
          ? Promise.resolve(Response.json({ error: "Gone." }, { status: 404 }))
          : undefined,
    );
    expect(await preflight(target)).toBeUndefined();
  });

  test("the record is deleted if it cannot be read, and named if it cannot be deleted either", async () => {
    const isRead = (request: string) => request.startsWith("GET collections/scratch/");
    const broken = () => Promise.reject(new TypeError("connection reset"));
    const unread = await targetWith(FIELDS, (request) => isRead(request) ? broken() : undefined);
    expect(await preflight(unread.target))
      .toBe("The deployment does not respond as it should: connection reset");
    expect(unread.records.count()).toBe(0);

    const both = await targetWith(
      FIELDS,
      (request) => isRead(request) || request.startsWith("DELETE") ? broken() : undefined,
    );
    const problem = await preflight(both.target);
    expect(problem).toContain(`Delete them: ${both.records.list()[0]?.id} (connection reset)`);
    expect(problem).not.toContain("\n");
  });

  test("the signal of the target ends the check, and its record is deleted", async () => {
    const stop = new AbortController();
    const { target, records } = await targetWith(FIELDS, (request) => {
      if (!request.startsWith("GET collections/scratch/")) return undefined;
      stop.abort(new Error("Stopped by SIGINT"));
      return new Promise(() => {});
    });
    expect(await preflight({ ...target, signal: stop.signal })).toBeUndefined();
    expect(records.count()).toBe(0);
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
