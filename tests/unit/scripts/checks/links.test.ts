import { expect, test } from "bun:test";
import { anchorsOf, linksOf } from "../../../../scripts/checks/links.ts";

test("links in code and links with a scheme are not checked", () => {
  const markdown = [
    "See [the guide](docs/guide.md#tokens) and ![a picture](docs/a.png).",
    "[Kinabase](https://kinabase.com), `[a](b.md)`, [mail](mailto:a@example.com)",
    "```md",
    "[code](c.md)",
    "```",
    "[a name on two",
    "lines](d.md)",
  ].join("\n");
  expect(linksOf(markdown)).toEqual([
    { line: 1, target: "docs/guide.md#tokens" },
    { line: 1, target: "docs/a.png" },
    { line: 7, target: "d.md" },
  ]);
});

test.each([
  ["# Retries, deadlines and rate limits", "retries-deadlines-and-rate-limits"],
  ["## `partial_failure`", "partial_failure"],
  ["### Proxies and NO_PROXY", "proxies-and-no_proxy"],
  ["## [The mock](mock.md) & more", "the-mock--more"],
])("the anchor of %s is %s", (heading, anchor) => {
  expect(anchorsOf(heading)).toEqual([anchor]);
});

test("a repeated heading has a number in its anchor, and a comment in code is no heading", () => {
  expect(anchorsOf("# Run\n```sh\n# Not this\n```\n## Run")).toEqual(["run", "run-1"]);
});
