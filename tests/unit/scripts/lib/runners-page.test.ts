import { expect, test } from "bun:test";
import { readRunnersPage } from "../../../../scripts/lib/runners-page.ts";

const PAGE = `
| \`a-runner\`      | 1.2.3 |
| \`@scope/plugin\` | 4.5.6 |

\`\`\`js
// shared.js
export const one = 1;
\`\`\`

## A runner

\`\`\`js
// one.test.js
import "./shared.js";
\`\`\`

\`\`\`sh
npm install --save-dev a-runner@1 @scope/plugin
npx a-runner
\`\`\`

## A service (untested)

\`\`\`yaml
# service.yml
on: push
\`\`\`

\`\`\`sh
service start
\`\`\`

## No set-up

\`\`\`sh
export A=1
\`\`\`
`;

test("a set-up has the shared files, its own files, and its commands with the versions of the table", () => {
  expect(readRunnersPage(PAGE)).toEqual([{
    name: "A runner",
    files: {
      "shared.js": "// shared.js\nexport const one = 1;\n",
      "one.test.js": '// one.test.js\nimport "./shared.js";\n',
    },
    packages: ["a-runner", "@scope/plugin"],
    commands: ["npm install --save-dev a-runner@1.2.3 @scope/plugin@4.5.6", "npx a-runner"],
  }]);
});

test("a package without a version is an error", () => {
  const page = PAGE.replace("| `a-runner`", "| `b-runner`");
  expect(() => readRunnersPage(page)).toThrow("lacks a-runner");
});

test("a program without a command is an error", () => {
  expect(() => readRunnersPage(PAGE.replace("npx a-runner\n", ""))).toThrow(
    "A runner has no command",
  );
});
