import { describe, expect, test } from "bun:test";
import { createMockServer } from "../../../../mock-server/mod.ts";

const TEN_MEGABYTES = 10_000_000;

async function started() {
  const mock = createMockServer();
  const { appId, appSecret } = await mock.tenant.apps.create({ name: "Test", description: "Test" });
  mock.tenant.collections.create({ slug: "people", name: "People" });
  const post = async (path: string, body: string | ReadableStream, headers = {}) => {
    const response = await mock.fetch(`${mock.baseUrl}${path}`, {
      method: "POST",
      headers: { "content-type": "application/json", ...headers },
      body,
      duplex: "half",
    } as RequestInit);
    return { status: response.status, body: await response.json() };
  };
  const { body } = await post("token", JSON.stringify({ appId, appSecret }));
  return { mock, post, headers: { authorization: `Bearer ${body.token}` } };
}

const streamOf = (pull: (controller: ReadableStreamDefaultController) => void) =>
  new ReadableStream({ pull }, { highWaterMark: 0 });

describe("a body larger than 10 MB is 413, before authentication", () => {
  const message = "The request body is larger than 10000000 bytes. Send several requests.";

  test("with a length in its header", async () => {
    const { post } = await started();
    const headers = { "content-length": String(TEN_MEGABYTES + 1) };
    expect(await post("collections", "{}", headers)).toEqual({
      status: 413,
      body: { error: message },
    });
    const largest = { "content-length": String(TEN_MEGABYTES) };
    expect((await post("collections", "{}", largest)).status).toBe(401);
  });

  test("as a stream, which is not read to its end", async () => {
    const { post } = await started();
    let sent = 0;
    const chunk = new Uint8Array(1_000_000).fill(0x20);
    const endless = streamOf((controller) => {
      sent += chunk.byteLength;
      controller.enqueue(chunk);
    });
    expect((await post("collections/people", endless)).status).toBe(413);
    expect(sent).toBeLessThan(2 * TEN_MEGABYTES);
  });

  test("and a body of exactly 10 MB is accepted", async () => {
    const { post, headers } = await started();
    const record = JSON.stringify({ data: {} });
    const body = record + " ".repeat(TEN_MEGABYTES - record.length);
    expect((await post("collections/people", body, headers)).status).toBe(200);
  });
});

describe("a body that arrives as a stream", () => {
  test("is read whole, with characters that are split over two chunks", async () => {
    const { mock, post, headers } = await started();
    const bytes = new TextEncoder().encode(JSON.stringify({ data: { name: "Zoë €" } }));
    let next = 0;
    const stream = streamOf((controller) => {
      if (next < bytes.length) controller.enqueue(bytes.subarray(next, ++next));
      else controller.close();
    });
    const { status, body } = await post("collections/people", stream, headers);
    expect([status, body.data]).toEqual([200, { name: "Zoë €" }]);
    expect(mock.journal.entries({ path: "/collections/people" })).toMatchObject([
      { requestBody: { data: { name: "Zoë €" } } },
    ]);
  });

  test("and ends in the middle of a character is no valid JSON", async () => {
    const { mock, post, headers } = await started();
    const bytes = new TextEncoder().encode('{"data":{"name":"€').subarray(0, -1);
    const stream = streamOf((controller) => {
      controller.enqueue(bytes);
      controller.close();
    });
    expect((await post("collections/people", stream, headers)).status).toBe(400);
    expect(mock.journal.entries({ path: "/collections/people" })).toMatchObject([
      { requestBody: '{"data":{"name":"\ufffd' },
    ]);
  });

  test("is read whole whatever its Content-Length says, if it has a Transfer-Encoding", async () => {
    const { post, headers } = await started();
    const record = JSON.stringify({ data: {} });
    for (const length of ["1", String(TEN_MEGABYTES + 1)]) {
      const given = { ...headers, "transfer-encoding": "chunked", "content-length": length };
      expect((await post("collections/people", record, given)).status).toBe(200);
    }
  });
});

test("a body that breaks off is 400, and the journal contains the request", async () => {
  const { mock, post, headers } = await started();
  const broken = streamOf((controller) => controller.error(new Error("connection lost")));
  expect(await post("collections/people", broken, headers)).toEqual({
    status: 400,
    body: { error: "The request body broke off. Send the request again." },
  });
  mock.journal.expect({ path: "/collections/people", status: 400 });
});

test("the journal has no body of a request that could not be read, or that has none", async () => {
  const { mock, post, headers } = await started();
  mock.journal.clear();
  const chunk = new Uint8Array(TEN_MEGABYTES + 1);
  const bodies: [string | ReadableStream, object][] = [
    ["{}", { "content-length": String(TEN_MEGABYTES + 1) }],
    [streamOf((controller) => controller.enqueue(chunk)), {}],
    [streamOf((controller) => controller.error("lost")), {}],
    ["", {}],
  ];
  for (const [body, given] of bodies) {
    await post("collections/people", body, { ...headers, ...given });
  }
  await mock.fetch(`${mock.baseUrl}collections/people`, { method: "POST", headers });
  const entries = mock.journal.entries();
  expect(entries.map(({ status }) => status)).toEqual([413, 413, 400, 400, 400]);
  for (const entry of entries) expect(entry).not.toHaveProperty("requestBody");
});

test("a GET or HEAD has no body, whatever its headers say", async () => {
  const { mock, headers } = await started();
  const wrong = { ...headers, "content-length": String(TEN_MEGABYTES + 1) };
  for (const method of ["GET", "HEAD"]) {
    const { status } = await mock.fetch(`${mock.baseUrl}status`, { method, headers: wrong });
    expect([method, status]).toEqual([method, 200]);
  }
});

describe("JSON that copies would change is 400", () => {
  const nested = (levels: number) => `${"[".repeat(levels)}${"]".repeat(levels)}`;
  const add = async (data: string) => {
    const { post, headers } = await started();
    return await post("collections/people", `{"data":{"x":${data}}}`, headers);
  };

  test("a hundred levels are accepted", async () => {
    expect((await add(nested(98))).status).toBe(200);
  });

  for (const levels of [101, 2_000, 200_000]) {
    test(`${levels} levels are too deep`, async () => {
      const { status, body } = await add(nested(levels));
      expect(status).toBe(400);
      expect(body.error).toMatch(/must be nested at most 100 levels deep|is not valid JSON/);
      expect(body.error.length).toBeLessThan(200);
    });
  }

  test("the key __proto__ is refused, in whatever object", async () => {
    const { status, body } = await add('{"__proto__":{"admin":true}}');
    expect(status).toBe(400);
    expect(body.error).toContain('data.x must not have the key "__proto__"');
  });

  test("the key constructor is kept", async () => {
    const { status, body } = await add('{"constructor":1,"toString":null}');
    expect(status).toBe(200);
    expect(body.data.x).toEqual({ constructor: 1, toString: null });
  });
});

describe("an error message stays short", () => {
  const LONG = "x".repeat(20_000);
  const cases: [name: string, path: string, body: unknown][] = [
    ["300 wrong records", "collections/people/bulk", { records: Array(300).fill(5) }],
    ["a long field name", "collections/fixed", { data: { [LONG]: 1 } }],
    ["a long value", "collections/fixed", { data: { name: [LONG] } }],
    ["a long external ID", "collections/people/bulk", {
      records: [1, 2].map(() => ({ data: {}, external: [{ key: LONG, id: LONG }] })),
    }],
    ["a long path", `collections/people/${LONG}/${LONG}`, {}],
    ["a long collection", `collections/${LONG}`, { data: {} }],
  ];
  for (const [name, path, body] of cases) {
    test(name, async () => {
      const { mock, post, headers } = await started();
      mock.tenant.collections.create({ slug: "fixed", name: "Fixed", fields: { name: "text" } });
      const answer = await post(path, JSON.stringify(body), headers);
      expect(answer.status).toBeGreaterThanOrEqual(400);
      expect(answer.status).toBeLessThan(500);
      expect(answer.body.error.length).toBeLessThan(1_000);
    });
  }
  for (const query of [`updatedAfter=${LONG}`, `pageSize=${LONG}`, `includeLists=${LONG}`]) {
    test(query.slice(0, 20), async () => {
      const { mock, headers } = await started();
      const response = await mock.fetch(`${mock.baseUrl}collections/people?${query}`, { headers });
      expect(response.status).toBe(400);
      expect((await response.json()).error.length).toBeLessThan(1_000);
    });
  }
});
