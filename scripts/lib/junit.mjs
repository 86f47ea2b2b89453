// JUnit files, as Node, Bun and Deno each write them, to cases.
import { XMLParser } from "fast-xml-parser";
import { existsSync, readFileSync } from "node:fs";
import { withoutReasonInName } from "./result.mjs";

/** @typedef {import("./result.mjs").Case} Case */

const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: "",
  attributesGroupName: "attributes",
  textNodeName: "text",
  htmlEntities: true, // numeric ones: line breaks in a message
  isArray: (name) => ["testsuite", "testcase", "failure", "error", "skipped"].includes(name),
});

/**
 * @param {string} file
 * @returns {Case[]} none when the file is missing: the caller says so
 * @throws when the file is no JUnit report
 */
export function readJunit(file) {
  if (!existsSync(file)) return [];
  const document = parser.parse(readFileSync(file, "utf8"), true);
  if (!("testsuites" in document)) throw new Error("the report has no <testsuites>");
  return casesOf(document.testsuites, []);
}

/** @param {any} suite @param {string[]} above @returns {Case[]} */
function casesOf(suite, above) {
  if (typeof suite !== "object") return [];
  const own = (suite.testcase ?? []).map((/** @type {any} */ found) => toCase(found, above));
  const nested = (suite.testsuite ?? []).flatMap((/** @type {any} */ inner) => {
    const name = plain(inner.attributes?.name);
    // Bun and Deno open a suite for the file; that is no part of a case's name.
    return casesOf(inner, isFile(name) ? above : [...above, name]);
  });
  return [...own, ...nested];
}

/** @param {any} found @param {string[]} above @returns {Case} */
function toCase(found, above) {
  const name = [...above, plain(found.attributes.name)].join(" > ");
  const bad = (found.failure ?? found.error)?.[0];
  if (bad !== undefined) return { name, status: "failed", detail: words(bad) };
  const skipped = found.skipped?.[0];
  if (skipped !== undefined) {
    return withoutReasonInName({ name, status: "skipped", detail: words(skipped) });
  }
  return { name, status: "passed" };
}

/** @param {any} element @returns {string} the longer of its message and its text, which often repeat each other */
function words(element) {
  if (typeof element !== "object") return String(element);
  const message = plain(element.attributes?.message);
  const text = String(element.text ?? "");
  return text.includes(message) ? text : `${message}\n${text}`;
}

/**
 * Node escapes the quotes in an attribute twice, so one layer is left after parsing.
 * @param {unknown} attribute
 */
const plain = (attribute) => String(attribute ?? "").replaceAll("&quot;", '"');

/** @param {string} name */
const isFile = (name) => /\.(m?[jt]sx?)$/.test(name);
