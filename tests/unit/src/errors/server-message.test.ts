import { describe, expect, test } from "bun:test";
import { isKinabaseEnvelope, serverMessageIn } from "../../../../src/errors/server-message.ts";
import { createRedactor } from "../../../../src/http/redact.ts";

const messageIn = (body: string | undefined) => serverMessageIn(body, createRedactor());

describe("the server's message", () => {
  for (
    const [body, message] of [
      [undefined, undefined],
      ["", undefined],
      [" \n", undefined],
      ["a text\n", "a text"],
      [" <html>", undefined],
      ['{"error":"No."}', "No."],
      [' \n{"error":"No."}', "No."],
      ['{"error":{"code":7}}', '{"code":7}'],
      ['{"error":"No.","title":"Bad"}', "No."],
      ['{"error":"","title":"Bad"}', "Bad"],
      ['{"error":null,"title":"Bad"}', "Bad"],
      ['{"error":""}', '{"error":""}'],
      ['{"title":"Bad","detail":"Worse"}', "Bad: Worse"],
      ['{"title":"Bad","detail":""}', "Bad"],
      ['{"title":"","detail":"Worse"}', "Worse"],
      ['{"title":7,"detail":"Worse"}', "Worse"],
      // Nothing known in it: the text itself.
      ['{"other":1}', '{"other":1}'],
      ['{"error"', '{"error"'],
      // Only objects are parsed.
      ['["{", 1.0]', '["{", 1.0]'],
      ["x{}", "x{}"],
    ] as const
  ) {
    test(`of ${JSON.stringify(body)} is ${JSON.stringify(message)}`, () => {
      expect(messageIn(body)).toBe(message);
    });
  }
});

test("an error of Kinabase is an object whose error is a text", () => {
  expect(isKinabaseEnvelope('{"error":"No."}')).toBe(true);
  for (
    const body of [undefined, "", '{"error":7}', '{"error":{}}', "{}", '["error"]', "null", "No."]
  ) {
    expect(isKinabaseEnvelope(body)).toBe(false);
  }
});
