// What a reader of the README and the tutorial does first, on Node.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import process from "node:process";
import { test } from "bun:test";
import { partsOf } from "../../scripts/lib/markdown.ts";
import { pack } from "../../scripts/lib/pack.ts";
import { inRoot } from "../../scripts/lib/project.ts";
import { run } from "../../scripts/lib/run.ts";
import { withTemporaryFolder } from "../../scripts/lib/temporary.ts";
import { bun, node } from "../../scripts/lib/tools.ts";
import { type Project, withProject } from "../consumers/project.ts";

const blocksOf = (page: string) =>
  partsOf(readFileSync(inRoot(page), "utf8")).flatMap((part) => "code" in part ? [part] : []);

test("the first program of the README prints a record", () =>
  withProject({}, async ({ write, run }) => {
    write("first.mjs", firstProgram());
    assert.match(await run(node(), "first.mjs"), /fullName: 'Ada Lovelace'/);
  }));

// The commands need a shell.
test.skipIf(process.platform === "win32")(
  "the README's installation gives a project that works",
  () =>
    withTemporaryFolder("install", async (folder) => {
      const [clone, project] = [path.join(folder, "kinabase"), path.join(folder, "project")];
      for (const to of [clone, project]) mkdirSync(to);
      await pack(clone);
      writeFileSync(path.join(project, "first.mjs"), firstProgram());
      const [install] = blocksOf("README.md").filter(({ code }) => code.startsWith("npm init"));
      const env = { npm_config_offline: "true" };
      const commands = `${install?.code}\nnode first.mjs`;
      const { output, trouble } = await run("sh", ["-ec", commands], { cwd: project, env });
      assert.equal(trouble, undefined, output);
      assert.match(output, /fullName: 'Ada Lovelace'/);
    }),
);

test("the second program of the README works with the sample data, also without types", () =>
  withProject({}, async (project) => {
    const [, second] = blocksOf("README.md").filter(({ language }) => language === "ts");
    const code = second?.code ?? "";
    project.write("main.ts", code);
    project.write("main.mjs", code.replace(/collection<[^>]*>/, "collection"));
    const stopMock = await startMock(
      project,
      "npx @kinakit/kinabase mock --demo --write-env .env.mock",
    );
    try {
      for (const command of [[...node(), "main.mjs"], [...bun(), "main.ts"]]) {
        const [program = "", ...args] = command;
        const printed = await project.run([program, "--env-file=.env.mock", ...args]);
        assert.match(printed, /Grace Hopper\n[^]*Alan Turing\n/);
      }
    } finally {
      await stopMock();
    }
  }));

test("each step of the tutorial works, and prints what the page says", () =>
  withProject({}, async (project) => {
    let stopMock = async () => {};
    let output = "";
    try {
      for (const { language, code } of blocksOf("docs/tutorial.md")) {
        if (language === "text") assert.ok(output.includes(code), `${code}\nis not in\n${output}`);
        else if (language === "js") project.write(/^\/\/ (\S+)/.exec(code)?.[1] ?? "", code);
        else if (language === "sh") {
          const mock = code.startsWith("npx @kinakit/kinabase mock ");
          if (mock) stopMock = await startMock(project, code);
          else output = await runAll(project, code);
        }
      }
    } finally {
      await stopMock();
    }
  }));

const firstProgram = (): string =>
  blocksOf("README.md").find(({ language }) => language === "ts")?.code ?? "";

/** Runs the commands of Node. The project already exists and has the package. */
async function runAll({ run }: Project, commands: string): Promise<string> {
  let output = "";
  for (const line of commands.split("\n")) {
    const [command = "", ...args] = line.split(" ");
    if (command === "node") output = await run(node(), ...args);
    else assert.match(command, /^(?:npm|mkdir)$/, `the test does not know ${line}`);
    if (args.includes("--test")) assert.match(output, /pass [1-9]/);
  }
  return output;
}

/** Starts the mock on a free port; gives what stops it. */
async function startMock({ folder, program }: Project, line: string): Promise<() => Promise<void>> {
  const [command, ...first] = program();
  const args = [...line.split(" ").slice(2), "--port", "0"];
  const child = spawn(command, [...first, ...args], { cwd: folder, stdio: "ignore" });
  const ended = once(child, "exit");
  while (child.exitCode === null && !existsSync(path.join(folder, ".env.mock"))) {
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return async () => {
    child.kill();
    await ended;
  };
}
