import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import {
  chmod,
  link,
  mkdtemp,
  readdir,
  readFile,
  rm,
  stat,
  symlink,
  writeFile,
} from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { openStateFile } from "../../../cli/state-file.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "kinabase-state-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const inFolder = (name: string) => path.join(folder, name);
const modeOf = async (name: string) => (await stat(inFolder(name))).mode & 0o777;
const contentOf = async (name: string) => JSON.parse(await readFile(inFolder(name), "utf8"));

/** Writes a state as the mock does. */
async function write(
  name: string,
  state: object,
  rename?: (from: string, to: string) => Promise<void>,
): Promise<void> {
  const file = await openStateFile(inFolder(name), () => {}, rename);
  try {
    await file.write(state);
  } finally {
    file.close();
  }
}

const isWindows = process.platform === "win32";

describe.skipIf(isWindows)("the mode", () => {
  test("of a new file lets only its owner read it", async () => {
    await write("new.json", { version: 1 });
    expect(await modeOf("new.json")).toBe(0o600);
  });

  test("of an existing file is kept", async () => {
    for (const mode of [0o640, 0o666, 0o600]) {
      await writeFile(inFolder("shared.json"), "{}");
      await chmod(inFolder("shared.json"), mode);
      await write("shared.json", { version: 1 });
      expect(await modeOf("shared.json")).toBe(mode);
    }
  });
});

describe.skipIf(isWindows)("a symbolic link", () => {
  test("stays, and the file that it leads to is written", async () => {
    await writeFile(inFolder("target.json"), "{}");
    await symlink("target.json", inFolder("link.json"));
    await write("link.json", { version: 1 });
    expect(await contentOf("target.json")).toEqual({ version: 1 });
    const again = await openStateFile(inFolder("link.json"), () => {});
    expect(await again.read()).toEqual({ version: 1 });
    again.close();
    const links = (await readdir(folder, { withFileTypes: true })).filter((of) =>
      of.isSymbolicLink()
    );
    expect(links.map(({ name }) => name)).toEqual(["link.json"]);
  });

  test("to a file that does not exist yet creates this file", async () => {
    await symlink("later.json", inFolder("dangling.json"));
    await write("dangling.json", { version: 1 });
    expect(await contentOf("later.json")).toEqual({ version: 1 });
    expect(await modeOf("later.json")).toBe(0o600);
  });
});

describe("a file that cannot be replaced", () => {
  for (const code of ["EBUSY", "EXDEV", "EPERM"]) {
    test(`because of ${code}, as for a file mounted into a container, is written in place`, async () => {
      const name = `${code}.json`;
      await writeFile(inFolder(name), JSON.stringify({ old: "x".repeat(1000) }));
      await link(inFolder(name), inFolder(`same-${name}`));
      await write(
        name,
        { version: 1 },
        () => Promise.reject(Object.assign(new Error(code), { code })),
      );
      expect(await contentOf(`same-${name}`)).toEqual({ version: 1 });
    });
  }

  test("for another reason is an error, and the old content stays", async () => {
    await writeFile(inFolder("full.json"), "{}");
    const error = Object.assign(new Error("no space left"), { code: "ENOSPC" });
    const thrown = await write("full.json", { version: 1 }, () => Promise.reject(error))
      .catch((of: unknown) => of);
    expect(thrown).toBe(error);
    expect(await contentOf("full.json")).toEqual({});
  });
});

test("a file that does not exist, or is empty, has no state yet", async () => {
  await writeFile(inFolder("empty.json"), "\n");
  for (const name of ["empty.json", "none.json"]) {
    const file = await openStateFile(inFolder(name), () => {});
    expect(await file.read()).toBeUndefined();
    file.close();
  }
});

test("no other files are left over", async () => {
  await write("alone.json", { version: 1 });
  expect((await readdir(folder)).filter((name) => /alone|tmp|lock/.test(name)))
    .toEqual(["alone.json"]);
});
