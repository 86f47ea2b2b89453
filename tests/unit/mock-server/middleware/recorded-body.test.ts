import { describe, expect, test } from "bun:test";
import { recorded } from "../../../../mock-server/middleware/recorded-body.ts";

/** A body of these chunks that then ends, or fails. */
function bodyOf(chunks: readonly Uint8Array[], failure?: Error) {
  const state = { read: 0, cancelled: undefined as unknown };
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      const chunk = chunks[state.read++];
      if (chunk !== undefined) controller.enqueue(chunk);
      else if (failure === undefined) controller.close();
      else controller.error(failure);
    },
    cancel: (reason) => void (state.cancelled = reason),
  }, { highWaterMark: 0 });
  return { body, state };
}

const bytes = (text: string) => new TextEncoder().encode(text);

/** What is reported of a body that is read to its end. */
async function reported(chunks: readonly Uint8Array[], limit: number): Promise<string[]> {
  const texts: string[] = [];
  const body = recorded(bodyOf(chunks).body, limit, (text) => texts.push(text));
  const passed = new Uint8Array(await new Response(body).arrayBuffer());
  // Whatever is reported, the reader gets everything.
  expect([...passed]).toEqual(chunks.flatMap((chunk) => [...chunk]));
  return texts;
}

describe("the beginning of a body is reported once", () => {
  test("when it has ended", async () => {
    expect(await reported([bytes("abc"), bytes("def")], 100)).toEqual(["abcdef"]);
    expect(await reported([], 100)).toEqual([""]);
  });

  test("with as many bytes as the limit", async () => {
    expect(await reported([bytes("abc"), bytes("def"), bytes("ghi")], 5)).toEqual(["abcde"]);
    expect(await reported([bytes("abc"), bytes("def")], 6)).toEqual(["abcdef"]);
    expect(await reported([bytes("abc"), bytes("def")], 3)).toEqual(["abc"]);
  });

  test("with a character that is split over two chunks", async () => {
    const euro = bytes("1 €, 2 €");
    for (let i = 0; i <= euro.length; i++) {
      expect(await reported([euro.subarray(0, i), euro.subarray(i)], 100)).toEqual(["1 €, 2 €"]);
    }
  });

  test("with a replacement for a character that the limit or the end cuts", async () => {
    expect(await reported([bytes("1 €")], 4)).toEqual(["1 \ufffd"]);
    expect(await reported([bytes("1 €").subarray(0, 4)], 100)).toEqual(["1 \ufffd"]);
  });

  test("as soon as the limit is reached, before the body has ended", async () => {
    const texts: string[] = [];
    const body = recorded(bodyOf([bytes("abc"), bytes("def")]).body, 3, (text) => texts.push(text));
    const reader = body.getReader();
    await reader.read();
    expect(texts).toEqual(["abc"]);
    await reader.cancel();
    expect(texts).toEqual(["abc"]);
  });

  test("when its reader cancels it", async () => {
    const texts: string[] = [];
    const { body, state } = bodyOf([bytes("abc"), bytes("def")]);
    const reader = recorded(body, 100, (text) => texts.push(text)).getReader();
    await reader.read();
    expect(texts).toEqual([]);
    await reader.cancel("enough");
    expect([texts, state]).toEqual([["abc"], { read: 1, cancelled: "enough" }]);
  });

  test("when it fails, and the reader gets the error", async () => {
    const texts: string[] = [];
    const failure = new Error("lost");
    const reader = recorded(bodyOf([bytes("abc")], failure).body, 100, (text) => texts.push(text))
      .getReader();
    await reader.read();
    await expect(reader.read()).rejects.toBe(failure);
    expect(texts).toEqual(["abc"]);
  });
});

test("a body is read only on demand", async () => {
  const { body, state } = bodyOf([bytes("abc")]);
  recorded(body, 100, () => {});
  await new Promise((resolve) => setTimeout(resolve));
  expect(state.read).toBe(0);
});
