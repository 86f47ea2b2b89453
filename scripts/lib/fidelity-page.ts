// The text of docs/fidelity.md: what is known about Kinabase, and what the mock assumes.
import { behaviorTable, createMockServer } from "../../mock-server/mod.ts";
import { contract, type ContractCase, mockTarget } from "../../tests/contract/mod.ts";

const INTRO = `<!-- Written by \`npm run docs:fidelity\`. Do not edit. -->

# Fidelity

What this project knows about Kinabase, and how surely. The mock behaves as described here.

| mark | meaning                                             |
| ---- | --------------------------------------------------- |
| S    | stated by the specification this project implements |
| D    | documented publicly by Kinabase                     |
| O    | observed in programs that use the real service      |
| A    | assumed by us, because nothing is known             |
`;

const SWITCHES = `
## Behaviors that can be switched

Where Kinabase's behavior is assumed or was only observed, the mock has a switch. The first option is the
default. Set it with \`createMockServer({ behaviors: { "list.order": "updated" } })\`, for one tenant with
\`createTenant({ behaviors })\` or \`tenant.behaviors.set(…)\`, in a seed, over the control API, or with
\`kinabase mock --behavior list.order=updated\`. The text of each error message can be set too, as
\`message.<failure>\`.

\`kinabase contract --write-profile FILE\` finds out which options a deployment shows. The last column says
how: always (safe), only if you ask for it with \`--probe\` (opt-in), or not at all. A mock takes on a
profile with \`createMockServer({ profile })\` or \`kinabase mock --profile FILE\`.
`;

const WORLDS = `
## The client under other behaviors

The client must be right under every option, and assumed facts are judged by how a target behaves. So the
client's cases and the assumed facts also run against mocks that behave in other ways ("worlds"): the default, each other option alone, and a set of worlds in which each two options of two
behaviors occur together. \`npm test\` runs eight of them, \`npm run worlds\` all, and
\`npm run worlds -- --random 100 --seed 5\` random ones. Cases about amounts, and cases that bring their own
server, run once only.

| worlds                                                        | runtimes                  | cases in each | failed |
| ------------------------------------------------------------- | ------------------------- | ------------- | ------ |
| 106: the default, 65 with one option, 40 with all pairs       | Bun, Node, workerd        | 354           | 0      |
| the same                                                      | Deno                      | 353           | 0      |
| 100 random ones (seed 5)                                      | Bun                       | 354           | 0      |

Under these options less can be known, or the result is another one. The cases then expect this:
`;

const UNKNOWABLE = `
What nobody can know, because the responses do not tell:

- With \`bulk.answer=empty\` and \`bulk.one-bad-record=partial-silent\`, which records of a batch were stored.
- With \`all.above-limit=truncate\`, that a list was cut, if the limit is not the documented one.
- Whether a record was added and another one deleted between two pages of a list. \`list\` compares the totals
  only.
- With \`external.patch-unknown=create\`, whether \`external().update\` changed a record or added one.
- With \`external.duplicate=move\`, which record lost its link.
- With \`bearer.app-ended=accepted\`, that an app was revoked, until its token expires.
- With \`token.earlier=ended\`, programs that use the same app end each other's tokens. They need a shared token
  store, or an app each; otherwise calls can fail with \`TokenRejectedError\`.
`;

const FACTS = `
## Facts

Each row is a case of the contract. Run it against a deployment to see which of them hold there: see the
[contract guide](contract.md).
`;

/** The text of docs/fidelity.md, before it is formatted. */
export function fidelityPage(): string {
  return [INTRO, SWITCHES, switches(), WORLDS, outcomes(), UNKNOWABLE, FACTS + facts()].join("\n");
}

function switches(): string {
  const rows = Object.entries(behaviorTable).map(([id, of]) => {
    const described: Readonly<Record<string, string>> = of.options;
    const names = [of.default, ...Object.keys(described).filter((name) => name !== of.default)];
    const options = names.map((name) =>
      described[name] === name ? code(name) : `${code(name)}: ${described[name]}`
    );
    return [code(id), of.question, options.join("; "), of.evidence, of.probe];
  });
  return table(["behavior", "question", "options", "mark", "probe"], rows);
}

/** What the client's cases expect where an option leaves less to be known. */
function outcomes(): string {
  const rows = cases("client").flatMap(({ title, dependsOn = {} }) =>
    Object.entries(dependsOn).flatMap(([id, under]) =>
      Object.entries(under).map(([option, outcome]) => [code(`${id}=${option}`), title, outcome])
    )
  );
  return table(["under", "instead of", "the case expects"], rows);
}

function cases(level: ContractCase["level"]): ContractCase[] {
  return contract(mockTarget(createMockServer())).filter((of) => of.level === level);
}

function facts(): string {
  const about = cases("wire");
  const subjects = [...new Set(about.map(({ subject }) => subject))];
  return subjects.map((subject) => {
    const rows = about.filter((of) => of.subject === subject)
      .map(({ title, evidence }) => [title, evidence]);
    return `\n### ${subject}\n\n${table(["fact", "mark"], rows)}\n`;
  }).join("");
}

const code = (text: string) => `\`${text}\``;

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell) => cell.replaceAll("\\", "\\\\").replaceAll("|", "\\|")).join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}
