// Lists in the documentation name all that the code has of their kind, and nothing else.
import { expect, test } from "bun:test";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import * as z from "zod";
import { openApiDocument } from "../../mock-server/mod.ts";
import { partsOf } from "../../scripts/lib/markdown.ts";
import * as contractKit from "../contract/mod.ts";
import { documentationFiles, root } from "./blocks.ts";

const textOf = (file: string): string => readFileSync(path.join(root, file), "utf8");
const manifest = z.looseObject({
  exports: z.record(z.string(), z.unknown()),
  scripts: z.record(z.string(), z.string()),
}).parse(JSON.parse(textOf("package.json")));

const guide = textOf("docs/guide.md");
const testing = textOf("docs/testing.md");
const contractGuide = textOf("docs/contract.md");

test("the guide lists every option of a client", () => {
  expect(firstColumn(guide, "option")).toEqual(propertiesOf("src/options.ts"));
});

test("the guide names every option of a call", () => {
  const files = ["page", "list", "stream", "batches", "bulk", "ingest"];
  const declared = files.flatMap((file) => optionsIn(`src/records/${file}.ts`));
  expect(declared).toContain("concurrency");
  expect(codeIn(tableOf(guide, "calls"))).toEqual(expect.arrayContaining(declared));
});

test("the guide lists every event, with its properties and outcomes", () => {
  const source = textOf("src/events.ts");
  const types = [...source.matchAll(/^ {2}type: "(\w+)"/gm)].map(([, type = ""]) => type);
  expect(firstColumn(guide, "`type`")).toEqual(types.toSorted());
  const outcomes = [...source.matchAll(/^ {2}(?: {2}\| |outcome: )"(\w+)"/gm)];
  const names = [...propertiesOf("src/events.ts"), ...outcomes.map(([, name = ""]) => name)];
  expect(names).toContain("store_failed");
  const listed = codeIn(tableOf(guide, "`type`"));
  expect(names.filter((name) => name !== "type" && !listed.includes(name))).toEqual([]);
});

test("the testing guide lists every kind of fault", () => {
  const source = textOf("mock-server/world/faults/fault-types.ts");
  const [ofTokens = ""] = /TokenFailureName =[^;]+;/.exec(source) ?? [];
  const kinds = [...source.matchAll(/kind: "(\w+)"/g), ...ofTokens.matchAll(/"(\w+)"/g)];
  expect(firstColumn(testing, "kind")).toEqual(kinds.map(([, kind = ""]) => kind).toSorted());
});

test("the testing guide lists every option of a mock server", () => {
  const declared = [
    ...propertiesOf("mock-server/mock-server.ts", "MockServerOptions"),
    ...propertiesOf("mock-server/world/tenant/tenant-options.ts", "TenantOptions"),
  ];
  expect(declared).toContain("issuer");
  expect(firstColumn(testing, "option")).toEqual([...new Set(declared)].toSorted());
});

test("the testing guide shows every method of a tenant", () => {
  const [declared = ""] = interfacesIn("mock-server/world/tenant/tenant.ts", "Tenant");
  const methods = [...declared.matchAll(/^ {2}(\w+)\(/gm)].map(([, name = ""]) => name);
  expect(methods).toContain("decodeToken");
  expect(methods.filter((name) => !testing.includes(`tenant.${name}(`))).toEqual([]);
});

test("the contract guide lists every property of a target", () => {
  const required = ["fetch", "baseUrl", "credentials"];
  const tables = ["optional property", "other property"];
  const listed = tables.flatMap((heading) => firstColumn(contractGuide, heading));
  expect([...required, ...listed].toSorted())
    .toEqual(propertiesOf("tests/contract/target.ts", "Target"));
});

test("the contract guide lists every flag of its command", () => {
  const flags = firstColumn(contractGuide, "flag").map((flag) => flag.split(" ")[0]);
  expect(flags).toContain("--env-file");
  expect(flags).toEqual(flagsIn("cli/contract.ts"));
});

test("the guides name every flag of the other commands", () => {
  const commands = textOf("docs/commands.md");
  const ofMock = `${testing}${textOf("docs/fidelity.md")}`;
  for (
    const name of ["client-command", "export", "import", "look", "pull", "types", "mock-flags"]
  ) {
    const guides = name === "mock-flags" ? ofMock : commands;
    const flags = flagsIn(`cli/${name}.ts`);
    if (name !== "look") expect(flags.length).toBeGreaterThan(2);
    expect(flags.filter((flag) => !new RegExp(`${flag}(?![\\w-])`).test(guides))).toEqual([]);
  }
});

test("the testing guide lists every option of each kind of fault", () => {
  const source = textOf("mock-server/world/faults/fault-types.ts");
  const kinds = [...source.matchAll(/^export interface \w+Fault \{\n[^]*?^}/gm)];
  expect(kinds.length).toBeGreaterThan(8);
  const rows = tableOf(testing, "kind");
  for (const [text] of kinds) {
    // The kinds of failures of tokens are in a type.
    const [, kind = "tokenExpired"] = /^ {2}kind: "(\w+)"/m.exec(text) ?? [];
    const options = [...text.matchAll(/^ {2}(\w+)\??:/gm)].map(([, name = ""]) => name)
      .filter((name) => name !== "kind");
    const [row = ""] = rows.filter((of) => of.split("|")[1]?.includes(`\`${kind}\``));
    expect([kind, options.filter((name) => !row.split("|")[3]?.includes(`\`${name}\``))])
      .toEqual([kind, []]);
  }
});

test("the contract guide names every function of the kit", () => {
  const names = firstColumn(contractGuide, "exported function")
    .map((call) => call.split("(")[0]);
  const functions = Object.entries(contractKit)
    .filter(([, value]) => typeof value === "function" && !/^class/.test(String(value)));
  expect(names).toEqual(functions.map(([name]) => name).toSorted());
});

test("each control request of the testing guide is in the OpenAPI document", async () => {
  const { paths } = z.object({ paths: z.record(z.string(), z.looseObject({})) })
    .parse(await openApiDocument());
  const known = Object.entries(paths).flatMap(([of, methods]) =>
    Object.keys(methods).map((method) => `${method.toUpperCase()} ${of}`)
  );
  const named = firstColumn(testing, "request");
  expect(named).toContain("POST /__mock/tenants");
  expect(named.filter((request) => !known.includes(request))).toEqual([]);
});

test("the README lists every entry point", () => {
  const entries = Object.keys(manifest.exports).filter((name) => name !== "./package.json");
  expect(firstColumn(textOf("README.md"), "entry point")).toEqual(entries.toSorted());
});

test("the README links every page of docs/", () => {
  const pages = readdirSync(path.join(root, "docs")).filter((name) => name.endsWith(".md"));
  const readme = textOf("README.md");
  expect(pages.filter((name) => !readme.includes(`(docs/${name}`))).toEqual([]);
});

test("the index of the decisions lists each of them with its title", () => {
  const files = readdirSync(path.join(root, "docs/decisions")).filter((name) => /^\d/.test(name));
  const listed = [
    ...textOf("docs/decisions/README.md").replace(/\n {2}/g, " ")
      .matchAll(/^- \[(\d+)\]\((.+?)\): (.+)$/gm),
  ].map(([, number, file, title]) => [number, file, title]);
  expect(listed).toEqual(
    files.toSorted().map((file) => {
      const [heading = ""] = textOf(`docs/decisions/${file}`).split("\n");
      return [file.slice(0, 4), file, heading.replace("# ", "")];
    }),
  );
});

// The program has a shorter name than the package. Without an installation, npx would look for a package of that
// name, which is not ours.
test("commands to copy name the package, not only its program", () => {
  const lines = documentationFiles().flatMap((file) =>
    partsOf(textOf(file)).flatMap((part) => {
      const texts = "text" in part ? [part.text] : part.code.split("\n");
      const isShell = "code" in part && part.language === "sh";
      return texts.map((text) => ({ at: `${file}:${part.line}: ${text}`, text, isShell }));
    })
  );
  expect(lines.some(({ text }) => text.startsWith("npx @kinakit/kinabase "))).toBe(true);
  const short = lines.filter(({ text, isShell }) =>
    /\b(?:npx|bunx) kinabase \w/.test(text) || (isShell && text.startsWith("kinabase "))
  );
  expect(short.map(({ at }) => at)).toEqual([]);
});

test("the npm scripts that documents name exist", () => {
  const documents = ["README.md", "CONTRIBUTING.md", "bench/README.md"].map(textOf);
  const pages = readdirSync(path.join(root, "docs")).filter((name) => name.endsWith(".md"));
  const named = [...documents, ...pages.map((name) => textOf(`docs/${name}`))].flatMap((text) =>
    [...text.matchAll(/npm run ([\w:-]+)/g)].map(([, script = ""]) => script)
  );
  expect(named).toContain("check");
  expect(named.filter((script) => !(script in manifest.scripts))).toEqual([]);
});

/** The texts of the exported interfaces in a file. @param name A regular expression. */
function interfacesIn(file: string, name: string): string[] {
  const source = new RegExp(`^export interface ${name}\\b[^]*?^}`, "gm");
  return [...textOf(file).matchAll(source)].map(([text]) => text);
}

/** The names of the properties of the interfaces in a file, sorted. @param name A regular expression. */
function propertiesOf(file: string, name: string = "\\w+"): string[] {
  const names = interfacesIn(file, name)
    .flatMap((text) => [...text.matchAll(/^ {2}(?:readonly )?(\w+)\??:/gm)]);
  return [...new Set(names.map(([, name = ""]) => name))].toSorted();
}

/** The properties of the interfaces in a file whose name ends with "Options" or "Filter". */
function optionsIn(file: string): string[] {
  return propertiesOf(file, "\\w+(?:Options|Filter)");
}

/** The flags of a command that `--help` shows, sorted. */
function flagsIn(file: string): string[] {
  const shown = textOf(file).replace(/new Option\([^()]*\)\.hideHelp\(\)/g, "");
  const flags = [...shown.matchAll(/^ +(?:new Option\(|\.option\()?\s*"(--[\w-]+)/gm)];
  return flags.map(([, flag = ""]) => flag).toSorted();
}

/** The rows of the last table whose first heading is the given text. */
function tableOf(markdown: string, heading: string): string[] {
  const lines = markdown.split("\n");
  const start = lines.findLastIndex((line) => line.replace(/ +\|.*/, "") === `| ${heading}`);
  expect(start).toBeGreaterThan(-1);
  const rows = lines.slice(start + 2);
  return rows.slice(0, rows.findIndex((line) => !line.startsWith("|")));
}

/** What the first column of a table contains as code, sorted. */
const firstColumn = (markdown: string, heading: string): string[] =>
  codeIn(tableOf(markdown, heading).map((row) => row.split("|")[1] ?? "")).toSorted();

/** What texts contain as code. */
const codeIn = (texts: readonly string[]): string[] =>
  texts.flatMap((text) => [...text.matchAll(/`([^`]+)`/g)].map(([, code = ""]) => code));
