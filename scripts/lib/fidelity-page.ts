// The text of docs/fidelity.md: what is known about Kinabase, and what the mock assumes.
import { behaviorTable, createMockServer } from "../../mock-server/mod.ts";
import { contract, mockTarget } from "../../tests/contract/mod.ts";

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

const FACTS = `
## Facts

Each row is a case of the contract. Run it against a deployment to see which of them hold there: see the
[contract guide](contract.md).
`;

/** The text of docs/fidelity.md, before it is formatted. */
export function fidelityPage(): string {
  return `${INTRO}${SWITCHES}\n${switches()}\n${FACTS}${facts()}`;
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

function facts(): string {
  const cases = contract(mockTarget(createMockServer())).filter(({ level }) => level === "wire");
  const subjects = [...new Set(cases.map(({ subject }) => subject))];
  return subjects.map((subject) => {
    const rows = cases.filter((of) => of.subject === subject)
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
