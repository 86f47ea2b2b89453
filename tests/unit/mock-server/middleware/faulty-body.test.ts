import { describe, expect, test } from "bun:test";
import { cut, stalled, withoutLastByte } from "../../../../mock-server/middleware/faulty-body.ts";
import { markServed } from "../../../../mock-server/support/connection.ts";

const REQUEST = new Request("https://kinabase.invalid/");

/** A body of several chunks, and whether its reader canceled it. */
function bodyOf(...chunks: string[]) {
  const state = { read: 0, cancelled: undefined as unknown };
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      const chunk = chunks[state.read++];
      if (chunk === undefined) controller.close();
      else controller.enqueue(new TextEncoder().encode(chunk));
    },
    cancel: (reason) => void (state.cancelled = reason ?? "cancelled"),
  }, { highWaterMark: 0 });
  return { body, state };
}

/** The chunks that arrive, and how the body ends. */
async function readAll(body: ReadableStream<Uint8Array>): Promise<string[]> {
  const found: string[] = [];
  const reader = body.getReader();
  for (;;) {
    try {
      const { done, value } = await reader.read();
      if (done) return [...found, "end"];
      found.push(new TextDecoder().decode(value));
    } catch (error) {
      return [...found, String(error)];
    }
  }
}

const BROKEN = "A cutBody fault ended this response early";

describe("a cut body", () => {
  const cases: [after: number, chunks: string[], expected: string[]][] = [
    [0, ["abc"], [BROKEN]],
    [2, ["abc", "def"], ["ab", BROKEN]],
    [3, ["abc", "def"], ["abc", BROKEN]],
    [4, ["abc", "def", "ghi"], ["abc", "d", BROKEN]],
    [7, ["abc", "", "def", "ghi"], ["abc", "def", "g", BROKEN]],
    [10, ["abc", "def"], ["abc", "def", BROKEN]],
  ];
  for (const [after, chunks, expected] of cases) {
    test(`after ${after} bytes of ${JSON.stringify(chunks)}`, async () => {
      const { body } = bodyOf(...chunks);
      expect(await readAll(cut(REQUEST, body, after))).toEqual(expected);
    });
  }

  test("that is empty breaks off at once", async () => {
    expect(await readAll(cut(REQUEST, null, 5))).toEqual([BROKEN]);
  });

  test("is not read further than needed, and is canceled", async () => {
    const { body, state } = bodyOf("abc", "def", "ghi");
    await readAll(cut(REQUEST, body, 4));
    expect(state).toEqual({ read: 2, cancelled: "cancelled" });
  });

  test("passes on that its reader canceled it", async () => {
    const { body, state } = bodyOf("abc");
    await cut(REQUEST, body, 4).cancel("enough");
    expect(state.cancelled).toBe("enough");
    await cut(REQUEST, null, 4).cancel();
  });

  test("breaks off some turns after its beginning, by closing the connection of a server", async () => {
    const request = new Request("https://kinabase.invalid/");
    let isClosed = false;
    markServed(request, (controller) => {
      isClosed = true;
      controller.error("closed");
    });
    const reader = cut(request, bodyOf("abc").body, 1).getReader();
    expect((await reader.read()).value).toHaveLength(1);
    const more = reader.read().catch(String);
    // Servers send nothing of a body that fails in the same turn.
    for (let i = 0; i < 10; i++) await Promise.resolve();
    expect(isClosed).toBe(false);
    expect(await more).toBe("closed");
    expect(isClosed).toBe(true);
  });
});

describe("a stalled body", () => {
  test("sends its first bytes, is not read further, and passes on its end", async () => {
    const { body, state } = bodyOf("abc", "def", "ghi");
    const reader = stalled(body, 4).getReader();
    const found = [await reader.read(), await reader.read()];
    expect(found.map(({ value }) => new TextDecoder().decode(value))).toEqual(["abc", "d"]);
    const more = reader.read();
    await new Promise((resolve) => setTimeout(resolve));
    expect(state).toEqual({ read: 2, cancelled: "cancelled" });
    expect(Bun.peek.status(more)).toBe("pending");
    await reader.cancel();
  });
});

describe("a body without its last byte", () => {
  const cases: [chunks: string[], expected: string[]][] = [
    [["abc"], ["ab", "end"]],
    [["abc", "d"], ["abc", "end"]],
    [["abc", "de"], ["abc", "d", "end"]],
    [["abc", "", "de", ""], ["abc", "d", "end"]],
    [["", "abc"], ["ab", "end"]],
    [["a"], ["end"]],
    [[], ["end"]],
  ];
  for (const [chunks, expected] of cases) {
    test(JSON.stringify(chunks), async () => {
      expect(await readAll(withoutLastByte(bodyOf(...chunks).body))).toEqual(expected);
    });
  }

  test("that is empty stays empty", async () => {
    expect(await readAll(withoutLastByte(null))).toEqual(["end"]);
  });

  test("passes on that its reader canceled it", async () => {
    const { body, state } = bodyOf("abc");
    await withoutLastByte(body).cancel("enough");
    expect(state.cancelled).toBe("enough");
    await withoutLastByte(null).cancel();
  });
});

test("a broken body is read only on demand", async () => {
  for (
    const broken of [
      (body: ReadableStream<Uint8Array>) => cut(REQUEST, body, 5),
      (body: ReadableStream<Uint8Array>) => stalled(body, 5),
      withoutLastByte,
    ]
  ) {
    const { body, state } = bodyOf("abc", "def");
    broken(body);
    await new Promise((resolve) => setTimeout(resolve));
    expect(state.read).toBe(0);
  }
});
