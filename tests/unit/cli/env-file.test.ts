import { afterAll, beforeAll, expect, test } from "bun:test";
import { mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import process from "node:process";
import { parseEnv } from "node:util";
import { envVariables, openEnvFile } from "../../../cli/env-file.ts";
import { optionsFromEnv } from "../../../mod.ts";
import { demoCredentials } from "../../../mock-server/mod.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "kinabase-env-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const BASE_URL = "http://127.0.0.1:8787/api/v1/";

test("a new file holds what optionsFromEnv reads, and only its owner may read it", async () => {
  const file = path.join(folder, "new.env");
  await (await openEnvFile(file)).write(envVariables(demoCredentials(), BASE_URL));
  expect(optionsFromEnv(parseEnv(await readFile(file, "utf8"))))
    .toEqual({ ...demoCredentials(), baseUrl: BASE_URL });
  if (process.platform !== "win32") expect((await stat(file)).mode & 0o777).toBe(0o600);
});

test("an empty file and a file of a mock are replaced, also through a link", async () => {
  const file = path.join(folder, "again.env");
  const link = path.join(folder, "link.env");
  await writeFile(file, "\n");
  await symlink("again.env", link);
  for (const variables of ["A=1", "A=2"]) {
    await (await openEnvFile(link)).write(variables);
    expect(await readFile(file, "utf8")).toEndWith(`\n${variables}\n`);
  }
  expect((await readdir(folder)).filter((name) => name.endsWith(".tmp"))).toEqual([]);
});

test("a file that no mock wrote is refused and kept", async () => {
  const file = path.join(folder, "own.env");
  const content = "# Mine\nKINABASE_APP_ID=x\n";
  await writeFile(file, content);
  await expect(openEnvFile(file)).rejects.toThrow("was not written by kinabase mock");
  expect(await readFile(file, "utf8")).toBe(content);
});
