// Parses the JUnit files that Node, Bun and Deno write.
import { XMLParser } from "fast-xml-parser";
import { existsSync, readFileSync } from "node:fs";
import * as z from "zod";
import { type Case, withoutReasonInName } from "./result.ts";

const attributes = z.looseObject({ name: z.string().optional(), message: z.string().optional() });

/** A failure or a skip: plain text, or text with attributes. */
const note = z.union([
  z.string(),
  z.looseObject({ attributes: attributes.optional(), text: z.string().optional() }),
]);

const testcase = z.looseObject({
  attributes,
  failure: z.array(note).optional(),
  error: z.array(note).optional(),
  skipped: z.array(note).optional(),
});

/** A `<testsuite>`, or the `<testsuites>` around them all. An empty one is parsed as a text. */
const testsuite = z.union([
  z.string().transform(() => ({})),
  z.looseObject({
    attributes: attributes.optional(),
    testcase: z.array(testcase).optional(),
    get testsuite() {
      return z.array(testsuite).optional();
    },
  }),
]);

const report = z.looseObject({ testsuites: testsuite });

type Note = z.infer<typeof note>;
type TestCase = z.infer<typeof testcase>;

interface TestSuite {
  attributes?: z.infer<typeof attributes> | undefined;
  testcase?: TestCase[] | undefined;
  testsuite?: TestSuite[] | undefined;
}

const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: "",
  attributesGroupName: "attributes",
  textNodeName: "text",
  parseTagValue: false, // a message may look like a number
  htmlEntities: true, // numeric ones: line breaks in a message
  isArray: (name) => ["testsuite", "testcase", "failure", "error", "skipped"].includes(name),
});

/**
 * The cases of a report; none when the file is missing. Throws when the file is no JUnit report.
 */
export function readJunit(file: string): Case[] {
  if (!existsSync(file)) return [];
  const document: unknown = parser.parse(readFileSync(file, "utf8"), true);
  return casesOf(report.parse(document).testsuites, []);
}

function casesOf(suite: TestSuite, above: readonly string[]): Case[] {
  const own = (suite.testcase ?? []).map((found) => toCase(found, above));
  const nested = (suite.testsuite ?? []).flatMap((inner) => {
    const name = plain(inner.attributes?.name);
    // Bun and Deno add a suite for the file, which is not part of a case's name.
    return casesOf(inner, isFile(name) ? above : [...above, name]);
  });
  return [...own, ...nested];
}

function toCase(found: TestCase, above: readonly string[]): Case {
  const name = [...above, plain(found.attributes.name)].join(" > ");
  const bad = (found.failure ?? found.error)?.[0];
  if (bad !== undefined) return { name, status: "failed", detail: words(bad) };
  const skipped = found.skipped?.[0];
  if (skipped !== undefined) {
    return withoutReasonInName({ name, status: "skipped", detail: words(skipped) });
  }
  return { name, status: "passed" };
}

/** The longer of a note's message and text, which often repeat each other. */
function words(element: Note): string {
  if (typeof element === "string") return element;
  const message = plain(element.attributes?.message);
  const text = element.text ?? "";
  return text.includes(message) ? text : `${message}\n${text}`;
}

/** Node escapes the quotes in an attribute twice, so one layer is left after parsing. */
const plain = (attribute: string | undefined): string =>
  (attribute ?? "").replaceAll("&quot;", '"');

const isFile = (name: string): boolean => /\.(m?[jt]sx?)$/.test(name);
