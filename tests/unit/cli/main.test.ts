import { expect, test } from "bun:test";
import { inRoot, packageJson, root } from "../../../scripts/lib/project.ts";
import { run } from "../../../scripts/lib/run.ts";
import { bun, deno, type Tool } from "../../../scripts/lib/tools.ts";

const PATIENCE_MS = 60_000;
const CLI = inRoot("cli/mod.ts");

const onBun: Tool = [...bun(), CLI];

const fromSource: Readonly<Record<string, Tool>> = {
  Bun: onBun,
  Deno: [...deno(), "run", "--no-lock", "--no-remote", "-A", CLI],
};

for (const [runtime, [command, ...first]] of Object.entries(fromSource)) {
  test(`${runtime}: --version and -V print the version from source`, async () => {
    for (const flag of ["--version", "-V"]) {
      const { code, output } = await run(command, [...first, flag], { cwd: root });
      expect([code, output]).toEqual([0, `${packageJson().version}\n`]);
    }
  }, PATIENCE_MS);
}

test(
  "without arguments, prints the help as an error, because a script must not take it for success",
  async () => {
    const [command, ...first] = onBun;
    const { code, output } = await run(command, first, { cwd: root });
    expect(code).toBe(2);
    expect(output).toStartWith("Usage: kinabase [options] [command]");
  },
  PATIENCE_MS,
);
