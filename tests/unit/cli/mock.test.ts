import { afterAll, beforeAll, expect, test } from "bun:test";
import { mkdtemp, readdir, readFile, rm, symlink, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { parseEnv } from "node:util";
import { createClient, optionsFromEnv } from "../../../mod.ts";
import { createMockControl, demoCredentials } from "../../../mock-server/mod.ts";
import { deno } from "../../../scripts/lib/tools.ts";
import { type InProcessRun, runInProcess } from "./in-process.ts";
import { randomSecret } from "../../../mock-server/world/apps/app-registration.ts";

const CLI = fileURLToPath(new URL("../../../cli/mod.ts", import.meta.url));
const PATIENCE_MS = 60_000;

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "kinabase-cli-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** The output of `kinabase mock --json`. */
interface Facts {
  url: string;
  baseUrl: string;
  appId: string;
  appSecret: string;
  page?: string;
  controlKey?: string;
}

/** Starts the mock as a process of its own. */
function start(command: string[], ...args: string[]) {
  return Bun.spawn([...command, "mock", "--port", "0", ...args], {
    env: { ...process.env, KINABASE_CONTROL_KEY: undefined },
    stdout: "pipe",
    stderr: "pipe",
  });
}

const fromSource = [process.execPath, CLI];

/** A mock that runs. */
interface Running {
  /** Stops it as Ctrl-C does, and returns what it printed on standard error. */
  stop(): Promise<string>;
}

/** Runs a function while the mock runs in this process, and stops the mock as Ctrl-C does. */
async function running(
  args: readonly string[],
  use: (facts: Facts, mock: Running) => Promise<void>,
  env: Record<string, string> = {},
): Promise<void> {
  const run = runInProcess(["mock", "--port", "0", "--json", ...args], env);
  await printed(run, "\n");
  let isStopped = false;
  const stop = async () => {
    if (!isStopped) run.stop();
    isStopped = true;
    return (await run.ended).err;
  };
  try {
    await use(JSON.parse(run.out), { stop });
  } finally {
    await stop();
  }
  expect((await run.ended).code).toBe(0);
}

/** Runs a function while the mock runs as a process of its own, and stops the mock as Ctrl-C does. */
async function runningProcess(
  command: string[],
  args: readonly string[],
  use: (facts: Facts, pid: number) => Promise<void>,
): Promise<void> {
  const child = start(command, "--json", ...args);
  try {
    await use(JSON.parse(await readUntil(child, "\n")), child.pid);
  } finally {
    child.kill("SIGINT");
  }
  expect(await child.exited).toBe(0);
}

/** Resolves when a mock in this process has printed a text. */
async function printed(run: InProcessRun, text: string): Promise<void> {
  const ended = run.ended.then(({ err }) => {
    throw new Error(`it ended: ${err}`);
  });
  ended.catch(() => {});
  while (!run.out.includes(text)) await Promise.race([ended, Bun.sleep(1)]);
}

/** What a mock prints, up to a text. */
async function readUntil(child: ReturnType<typeof start>, text: string): Promise<string> {
  const reader = child.stdout.getReader();
  let found = "";
  while (!found.includes(text)) {
    const { value, done } = await reader.read();
    if (done) throw new Error(`it ended: ${await new Response(child.stderr).text()}`);
    found += new TextDecoder().decode(value);
  }
  reader.releaseLock();
  return found;
}

async function expectRefusal(...args: string[]): Promise<string> {
  return await refusalWith({}, ...args);
}

async function refusalWith(env: Record<string, string>, ...args: string[]): Promise<string> {
  const { code, err } = await runInProcess(["mock", "--port", "0", ...args], env).ended;
  expect(code).toBe(2);
  return err;
}

const clientOf = ({ baseUrl, appId, appSecret }: Omit<Facts, "url">) =>
  createClient({ baseUrl, appId, appSecret });

test("--json prints one line with everything a program needs to use the mock", async () => {
  await running([], async (facts) => {
    await clientOf(facts).status();
    expect(facts.baseUrl).toBe(`${facts.url}/api/v1/`);
    expect(facts.page).toBe(`${facts.url}/`);
    expect(facts.controlKey).toBeUndefined();
    expect((await fetch(`${facts.url}/__mock/tenants`)).status).toBe(200);
  });
}, PATIENCE_MS);

test(
  "prints the base URL, an App ID and secret, a curl command and the inspector's URL",
  async () => {
    const child = start(fromSource);
    const printed = await readUntil(child, "Ctrl-C");
    child.kill("SIGTERM");
    expect(await child.exited).toBe(0);
    expect(printed).toMatch(/base URL +http:\/\/127\.0\.0\.1:\d+\/api\/v1\//);
    expect(printed).toMatch(/App ID +[\da-f-]{36}\n +App Secret +[\w+/]{86}==/);
    expect(printed).toMatch(
      /curl -s http:\S+\/token -H 'content-type: application\/json' -d '\{"appId/,
    );
    expect(printed).toMatch(/page +http:\/\/127\.0\.0\.1:\d+\/\n/);
    expect(printed).toMatch(/^KINABASE_APP_ID=.+\nKINABASE_APP_SECRET=.+\nKINABASE_BASE_URL=http/m);
  },
  PATIENCE_MS,
);

test("each request to the API is one line on standard error, also with --json", async () => {
  await running(["--demo"], async (facts, mock) => {
    await clientOf(facts).status();
    await fetch(`${facts.baseUrl}status`);
    await fetch(`${facts.url}/__mock/tenants`);
    await fetch(`${facts.url}/__mock/none`);
    const lines = (await mock.stop()).replace(/\d+ ms/g, "… ms").split("\n");
    expect(lines).toEqual([
      "POST   /api/v1/token  200  … ms",
      "GET    /api/v1/status  200  … ms",
      expect.stringMatching(
        /^GET {4}\/api\/v1\/status {2}401 {2}… ms {2}The request has no bearer/,
      ),
      expect.stringMatching(/^GET {4}\/__mock\/none {2}404 {2}… ms {2}The control API has no /),
      "",
    ]);
  });
}, PATIENCE_MS);

test("--quiet prints no requests", async () => {
  await running(["--quiet"], async (facts, mock) => {
    await fetch(`${facts.baseUrl}status`);
    await fetch(`${facts.url}/__mock/none`);
    expect(await mock.stop()).toBe("");
  });
}, PATIENCE_MS);

test("--write-env writes a file with which a program reaches the mock, at each start", async () => {
  const file = path.join(folder, "mock.env");
  for (const _ of ["first run", "second run"]) {
    await running(["--write-env", file], async ({ appId, appSecret, baseUrl }) => {
      const options = optionsFromEnv(parseEnv(await readFile(file, "utf8")));
      expect(options).toEqual({ appId, appSecret, baseUrl });
      await createClient(options).status();
    });
  }
  // Not on Node, which reads this flag itself.
  await running(["--env-file", file], async ({ appId }) => {
    expect(await readFile(file, "utf8")).toContain(appId);
  });
}, PATIENCE_MS);

test("--write-env is refused before the mock listens if the file is not its own", async () => {
  const file = path.join(folder, "own.env");
  await writeFile(file, "MINE=1\n");
  expect(await expectRefusal("--write-env", file)).toBe(
    `kinabase mock: --write-env ${file}: the file exists and was not written by kinabase mock. ` +
      "Choose another file or omit the flag.\n",
  );
  expect(await readFile(file, "utf8")).toBe("MINE=1\n");
  expect(await expectRefusal("--write-env", folder)).toContain("it is a folder, not a file");
  expect(await expectRefusal("--write-env", path.join(folder, "no such folder", ".env")))
    .toEndWith(`the folder ${path.join(folder, "no such folder")} does not exist. Create it.\n`);
  const state = path.join(folder, "no such folder", "state.json");
  expect(await expectRefusal("--state", state)).toContain("folder does not exist. Create it");
}, PATIENCE_MS);

test("--help lists the flags, with examples", async () => {
  const { code, out: help } = await runInProcess(["mock", "--help"]).ended;
  expect(code).toBe(0);
  for (const words of ["--state <file>", "Examples:", "kinabase mock --port 0 --json"]) {
    expect(help).toContain(words);
  }
}, PATIENCE_MS);

test("the default rate limit is 100 a minute", async () => {
  const statuses = async ({ baseUrl }: Facts) => {
    const found: number[] = [];
    for (let i = 0; i < 101; i++) found.push((await fetch(`${baseUrl}status`)).status);
    return found.at(-1);
  };
  await running([], async (facts) => expect(await statuses(facts)).toBe(429));
  await running(
    ["--requests-per-minute", "off"],
    async (facts) => expect(await statuses(facts)).toBe(401),
  );
}, PATIENCE_MS);

test("--control off turns off the control API and the inspector", async () => {
  await running(["--control", "off"], async ({ url, page }) => {
    expect(page).toBeUndefined();
    expect((await fetch(`${url}/__mock/tenants`)).status).toBe(404);
    expect((await fetch(`${url}/`)).status).toBe(404);
  });
}, PATIENCE_MS);

test("--seed accepts a program's own credentials", async () => {
  const app = { name: "Mine", description: "Its own", appId: crypto.randomUUID() };
  const appSecret = randomSecret();
  const seed = path.join(folder, "seed.json");
  await writeFile(
    seed,
    JSON.stringify({
      apps: [{ ...app, appSecret }],
      collections: [{ slug: "people", name: "People", records: [{ data: { name: "Ada" } }] }],
    }),
  );
  await running(["--seed", seed], async (facts) => {
    expect([facts.appId, facts.appSecret]).toEqual([app.appId, appSecret]);
    const { records } = await clientOf(facts).collection("people").page();
    expect(records.map(({ data }) => data)).toEqual([{ name: "Ada" }]);
  });
}, PATIENCE_MS);

test("--demo starts with sample data and with credentials that are always the same", async () => {
  for (const _ of ["first run", "second run"]) {
    await running(["--demo"], async (facts) => {
      expect([facts.appId, facts.appSecret]).toEqual(Object.values(demoCredentials()));
      for (const slug of ["companies", "people", "tasks"]) {
        expect((await clientOf(facts).collection(slug).page()).totalRecords).toBe(50);
      }
    });
  }
}, PATIENCE_MS);

test("--demo with --state is the initial data only", async () => {
  const state = path.join(folder, "demo.json");
  await running(["--demo", "--state", state], async (facts) => {
    await clientOf(facts).collection("tasks").create({ data: { title: "One more" } });
  });
  await running(["--demo", "--state", state], async (facts, mock) => {
    expect(facts.appId).toBe(demoCredentials().appId);
    expect((await clientOf(facts).collection("tasks").page()).totalRecords).toBe(51);
    expect(await mock.stop()).toContain(
      `the data of --demo was not loaded, because ${state} already has data.`,
    );
  });
}, PATIENCE_MS);

test("--demo with --seed is refused", async () => {
  expect(await expectRefusal("--demo", "--seed", "seed.json"))
    .toContain("'--demo' cannot be used with option '--seed <file>'");
}, PATIENCE_MS);

test("--seed without a secret creates an app and prints its secret", async () => {
  const seed = path.join(folder, "no-secret.json");
  const apps = [{ name: "Mine", description: "With a secret that nobody has seen" }];
  await writeFile(seed, JSON.stringify({ apps }));
  await running(["--seed", seed], async (facts) => {
    await clientOf(facts).status();
  });
}, PATIENCE_MS);

test("--state keeps the data, and the credentials go on working", async () => {
  const state = path.join(folder, "state.json");
  const seed = path.join(folder, "people.json");
  await writeFile(seed, JSON.stringify({ collections: [{ slug: "people", name: "People" }] }));
  let first: Facts | undefined;
  await running(["--state", state, "--seed", seed], async (facts) => {
    first = facts;
    await clientOf(facts).collection("people").create({ data: { name: "Ada" } });
  });
  await running(["--state", state], async (facts) => {
    expect([facts.appId, facts.appSecret]).toEqual([first?.appId ?? "", first?.appSecret ?? ""]);
    expect((await clientOf(facts).collection("people").page()).totalRecords).toBe(1);
  });
  expect((await readdir(folder)).filter((name) => /\.(?:tmp|lock)$/.test(name))).toEqual([]);
}, PATIENCE_MS);

test("changes are saved while the mock runs", async () => {
  const state = path.join(folder, "running.json");
  const seed = path.join(folder, "people.json");
  await writeFile(seed, JSON.stringify({ collections: [{ slug: "people", name: "People" }] }));
  await running(["--state", state, "--seed", seed], async (facts) => {
    await clientOf(facts).collection("people").create({ data: { name: "Grace Hopper" } });
    while (!(await readFile(state, "utf8")).includes("Grace Hopper")) await Bun.sleep(20);
  });
}, PATIENCE_MS);

test(
  "a state file of an earlier version, without secrets, keeps its apps and gets one more",
  async () => {
    const state = path.join(folder, "earlier.json");
    let first: Facts | undefined;
    await running(["--state", state], async (facts) => void (first = facts));
    const { secrets: _, ...earlier } = JSON.parse(await readFile(state, "utf8"));
    await writeFile(state, JSON.stringify(earlier));
    await running(["--state", state], async (facts) => {
      expect(facts.appId).not.toBe(first?.appId);
      await clientOf(facts).status();
      await clientOf({ ...facts, appId: first?.appId ?? "", appSecret: first?.appSecret ?? "" })
        .status();
    });
  },
  PATIENCE_MS,
);

test(
  "a secret of the seed is printed again after a restart, unless its app was revoked",
  async () => {
    const state = path.join(folder, "seeded.json");
    const seed = path.join(folder, "with-secret.json");
    const app = { name: "Mine", description: "Its own", appId: crypto.randomUUID() };
    await writeFile(seed, JSON.stringify({ apps: [{ ...app, appSecret: randomSecret() }] }));
    await running(["--state", state, "--seed", seed], async (facts) => {
      expect(facts.appId).toBe(app.appId);
    });
    await running(["--state", state], async (facts) => {
      expect(facts.appId).toBe(app.appId);
      await clientOf(facts).status();
      await createMockControl(facts.url).tenant.apps.revoke(app.appId);
    });
    await running(["--state", state], async (facts) => {
      expect(facts.appId).not.toBe(app.appId);
      await clientOf(facts).status();
    });
  },
  PATIENCE_MS,
);

test("the printed credentials work after a reset, also after a restart", async () => {
  const state = path.join(folder, "reset.json");
  const seed = path.join(folder, "seed-to-reset.json");
  await writeFile(seed, JSON.stringify({ collections: [{ slug: "people", name: "People" }] }));
  for (const _ of ["first run", "second run"]) {
    await running(["--state", state, "--seed", seed], async (facts) => {
      await clientOf(facts).collection("people").create({ data: { name: "Ada" } });
      await createMockControl(facts.url).tenant.reset();
      expect((await clientOf(facts).collection("people").page()).totalRecords).toBe(0);
    });
  }
}, PATIENCE_MS);

test("--seed beside a state file with data prints a notice, not on standard output", async () => {
  const state = path.join(folder, "full.json");
  const seed = path.join(folder, "unused.json");
  await writeFile(seed, JSON.stringify({ collections: [{ slug: "people", name: "People" }] }));
  await writeFile(state, "");
  const both = ["--state", state, "--seed", seed];
  await running(both, async (_, mock) => {
    expect(await mock.stop()).toBe("");
  });
  await running(both, async (_, mock) => {
    expect(await mock.stop()).toBe(
      `kinabase mock: the data of --seed ${seed} was not loaded, because ${state} already has ` +
        `data. To start with that data, delete ${state}.\n`,
    );
  });
}, PATIENCE_MS);

test("a second mock with the same state file is refused, also through a link", async () => {
  const state = path.join(folder, "shared.json");
  const link = path.join(folder, "link-to-shared.json");
  await symlink("shared.json", link);
  await runningProcess(fromSource, ["--state", state], async (_, pid) => {
    for (const name of [state, link]) {
      const words = await expectRefusal("--state", name);
      expect(words).toContain(`--state ${name}: the process ${pid} already uses the file. Stop it`);
    }
  });
  await running(["--state", link], async () => {});
}, PATIENCE_MS);

test("a mock that cannot start does not keep its state file locked", async () => {
  const state = path.join(folder, "unlocked.json");
  await running([], async ({ url }) => {
    await expectRefusal("--state", state, "--port", new URL(url).port);
    expect(await readdir(folder)).not.toContain("unlocked.json.lock");
  });
}, PATIENCE_MS);

test("an invalid argument is named, with what to do", async () => {
  for (
    const [args, words] of [
      [["--prot", "1"], "Did you mean --port?"],
      [["--requests-per-minute", "many"], '"off"'],
      [["--control", "maybe"], "on, off"],
    ] as const
  ) {
    const refusal = await expectRefusal(...args);
    expect(refusal).toContain(words);
    expect(refusal).toEndWith("(see kinabase mock --help)\n");
  }
}, PATIENCE_MS);

test("a seed or state file that cannot be used is named, with what is wrong with it", async () => {
  const records = Array.from({ length: 500 }, () => ({ data: "none" }));
  const content = {
    "broken.json": "{",
    "array.json": "[]",
    "empty.json": "",
    "invalid.json": JSON.stringify({ collections: [{ slug: "a b", name: "x" }] }),
    "many.json": JSON.stringify({ collections: [{ slug: "people", name: "People", records }] }),
    "unknown.json": JSON.stringify({ compilerOptions: {} }),
    "behavior.json": JSON.stringify({ behaviors: { "list.oder": "id" } }),
    "later.json": JSON.stringify({ version: 2 }),
  };
  for (const [name, text] of Object.entries(content)) {
    await writeFile(path.join(folder, name), text);
  }
  for (
    const [flag, name, words] of [
      ["--seed", "none.json", "the file does not exist"],
      [
        "--seed",
        "no folder/none.json",
        `the folder ${path.join(folder, "no folder")} does not exist`,
      ],
      ["--seed", "unknown.json", "Expected $schema, apps, collections, behaviors."],
      ["--seed", "behavior.json", "Did you mean behaviors.list.order?"],
      ["--seed", ".", "it is a folder, not a file"],
      ["--seed", "broken.json", "it is not valid JSON"],
      ["--seed", "array.json", "expected a JSON object, got an array"],
      ["--seed", "empty.json", "the file is empty"],
      ["--seed", "invalid.json", "collections[0].slug"],
      ["--seed", "many.json", "There are 495 more problems."],
      ["--state", ".", "it is a folder, not a file"],
      ["--state", "broken.json", "it is not valid JSON"],
      ["--state", "later.json", "version: expected 1, got 2"],
    ] as const
  ) {
    const file = path.join(folder, name);
    const refusal = await expectRefusal(flag, file);
    expect(refusal).toStartWith(`kinabase mock: ${flag} ${file}: `);
    expect(refusal).toContain(words);
    expect(refusal).toEndWith("Fix the file or omit the flag.\n");
    expect(refusal.length).toBeLessThan(800);
  }
}, PATIENCE_MS);

test(
  "a state file that cannot be written is reported at startup, and nothing keeps running",
  async () => {
    const child = start(fromSource, "--state", path.join(folder, "no such folder", "state.json"));
    const words = await new Response(child.stderr).text();
    expect(await child.exited).toBe(2);
    expect(words).toContain("--state");
    expect(words).toContain("no such folder");
  },
  PATIENCE_MS,
);

test("a running clock continues while the mock is stopped", async () => {
  const state = path.join(folder, "clock.json");
  let before = 0;
  await running(["--state", state], async ({ baseUrl }) => {
    before = Date.parse((await fetch(baseUrl)).headers.get("date") ?? "");
  });
  const kept = JSON.parse(await readFile(state, "utf8"));
  const day = 86_400_000;
  await writeFile(state, JSON.stringify({ ...kept, clock: { ...kept.clock, time: before - day } }));
  const yesterday = new Date(Date.now() - day);
  await utimes(state, yesterday, yesterday);
  await running(["--state", state], async ({ baseUrl }) => {
    const now = Date.parse((await fetch(baseUrl)).headers.get("date") ?? "");
    expect(now - before).toBeGreaterThanOrEqual(0);
    expect(now - before).toBeLessThan(60_000);
  });
}, PATIENCE_MS);

/** The status of a control request with this key and the headers that any program on the network can send. */
async function controlStatus(url: string, key?: string, host = "localhost"): Promise<number> {
  const headers = key === undefined ? { host } : { host, authorization: `Bearer ${key}` };
  return (await fetch(`${url}/__mock/tenants`, { headers })).status;
}

test(
  "when it listens on all interfaces, it makes a key, prints it with a local URL, and accepts the given hosts",
  async () => {
    const args = ["--host", "0.0.0.0", "--control", "on", "--allow-host", "mock.internal"];
    const keys = new Set<string>();
    for (let i = 0; i < 2; i++) {
      await running(args, async ({ url, page, controlKey = "" }) => {
        expect(url).toStartWith("http://127.0.0.1:");
        expect(page).toBe(`${url}/#key=${controlKey}`);
        expect(controlKey).toMatch(/^[\w-]{32}$/);
        keys.add(controlKey);
        expect(await controlStatus(url)).toBe(401);
        expect(await controlStatus(url, controlKey)).toBe(200);
        expect(await controlStatus(url, controlKey, "mock.internal")).toBe(200);
        expect(await controlStatus(url, controlKey, "other.internal")).toBe(403);
      });
    }
    expect(keys.size).toBe(2);
    await running(["--host", "0.0.0.0"], async ({ url, page, controlKey }) => {
      expect([page, controlKey, await controlStatus(url)]).toEqual([undefined, undefined, 404]);
    });
  },
  PATIENCE_MS,
);

test("an allowed host needs a key on a loopback address too", async () => {
  await running(["--allow-host", "mock.internal"], async ({ url, controlKey }) => {
    expect(await controlStatus(url, undefined, "mock.internal")).toBe(401);
    expect(await controlStatus(url, controlKey, "mock.internal")).toBe(200);
  });
}, PATIENCE_MS);

test("a made key and the link with it are printed", async () => {
  const run = runInProcess(["mock", "--port", "0", "--host", "0.0.0.0", "--control", "on"]);
  await printed(run, "Ctrl-C");
  run.stop();
  const { code, out } = await run.ended;
  expect(code).toBe(0);
  expect(out).toMatch(/page +http:\/\/127\.0\.0\.1:\d+\/#key=([\w-]{32})\n +control key \1\n/);
}, PATIENCE_MS);

test(
  "a key from --control-key or KINABASE_CONTROL_KEY is required everywhere and not printed",
  async () => {
    const key = randomSecret();
    const ways: [string[], Record<string, string>][] = [
      [["--control-key", key], {}],
      [[], { KINABASE_CONTROL_KEY: key }],
      [["--control-key", key], { KINABASE_CONTROL_KEY: randomSecret() }],
      [["--host", "0.0.0.0", "--control-key", key], {}],
    ];
    for (const [args, env] of ways) {
      await running(
        args,
        async (facts) => {
          expect(facts.controlKey).toBeUndefined();
          expect(facts.page).toBe(`${facts.url}/`);
          expect(JSON.stringify(facts)).not.toContain(key);
          expect(await controlStatus(facts.url)).toBe(401);
          expect(await controlStatus(facts.url, key)).toBe(200);
        },
        env,
      );
    }
  },
  PATIENCE_MS,
);

test("an invalid key is refused by the name of its flag or variable, and not shown", async () => {
  const short = randomSecret().slice(0, 15);
  for (
    const [name, env, args] of [
      ["--control-key", {}, ["--control-key", short]],
      ["KINABASE_CONTROL_KEY", { KINABASE_CONTROL_KEY: short }, []],
      ["KINABASE_CONTROL_KEY", { KINABASE_CONTROL_KEY: "" }, []],
    ] as const
  ) {
    const words = await refusalWith(env, ...args);
    expect(words).toStartWith(
      `kinabase mock: ${name}: expected at least 16 visible ASCII characters`,
    );
    expect(words).not.toContain(short);
  }
}, PATIENCE_MS);

test(
  "--cors lets browser pages call the API: all pages, or those of the given origins",
  async () => {
    const origins = ["http://localhost:5173", "https://app.example"];
    for (
      const [args, expected] of [
        [[], [null, null]],
        [["--cors"], ["*", "*"]],
        [["--cors", "https://app.example"], [null, "https://app.example"]],
        [["--cors", ...origins], origins],
      ] as const
    ) {
      await running([...args], async ({ baseUrl }) => {
        const allowed = await Promise.all(origins.map(async (origin) => {
          const { headers } = await fetch(`${baseUrl}status`, { headers: { origin } });
          return headers.get("access-control-allow-origin");
        }));
        expect(allowed).toEqual([...expected]);
      });
    }
    const refusal =
      'kinabase mock: --cors: expected an origin without a path, such as "http://localhost:5173", got ';
    expect(await expectRefusal("--cors", "example.com")).toBe(`${refusal}"example.com".\n`);
    expect(await expectRefusal("--demo", "--cors", "https://a.example", "b")).toBe(
      `${refusal}"b".\n`,
    );
    for (const flag of ["--cors", "--allow-host"]) {
      expect(await expectRefusal(flag, "https://a.example,https://b.example")).toContain(
        "Separate names by spaces, not by commas.",
      );
    }
  },
  PATIENCE_MS,
);

test("a seed file may start with a byte order mark", async () => {
  const seed = path.join(folder, "marked.json");
  await writeFile(seed, "\uFEFF{}");
  await running(["--seed", seed], async (facts) => {
    await clientOf(facts).status();
  });
}, PATIENCE_MS);

test("a host that is not an address of this machine is reported, with the flag", async () => {
  // 203.0.113.0/24 is reserved for documentation.
  expect(await expectRefusal("--host", "203.0.113.5")).toBe(
    "kinabase mock: Cannot listen on 203.0.113.5: it is not an address of this machine. Choose " +
      "127.0.0.1, or 0.0.0.0 for all addresses.\n",
  );
  for (const host of ["http://localhost", "", "a b", "a/b", "[::1]"]) {
    expect(await expectRefusal("--host", host)).toBe(
      "kinabase mock: --host: expected an address such as 127.0.0.1, ::1 or 0.0.0.0, got " +
        `"${host}"\n`,
    );
  }
  expect(await expectRefusal("--allow-host", "http://mock.internal"))
    .toStartWith("kinabase mock: --allow-host: expected a host name");
}, PATIENCE_MS);

test(
  "on Deno it needs only the permission to listen, and the error without it names it",
  async () => {
    const command = [...deno(), "run", "--no-lock", "--no-remote", "--no-prompt"];
    const permitted = [...command, "--allow-net=127.0.0.1", CLI];
    await runningProcess(permitted, [], async (facts) => void await clientOf(facts).status());
    const child = start([...command, CLI]);
    expect(await new Response(child.stderr).text()).toBe(
      "kinabase mock: No permission to listen on 127.0.0.1:0. Choose a port above 1023, or run Deno " +
        "with --allow-net=127.0.0.1.\n",
    );
    expect(await child.exited).toBe(2);
  },
  PATIENCE_MS,
);

test("a port in use is reported, with what to do", async () => {
  await running([], async ({ url }) => {
    const { port } = new URL(url);
    expect(await expectRefusal("--port", port)).toBe(
      `kinabase mock: Port ${port} on 127.0.0.1 is already in use. Choose another port, or ` +
        "--port 0 for any free port.\n",
    );
  });
}, PATIENCE_MS);

test("bun build --compile makes one executable file", async () => {
  const program = path.join(folder, process.platform === "win32" ? "kinabase.exe" : "kinabase");
  const built = Bun.spawn([process.execPath, "build", "--compile", CLI, "--outfile", program], {
    stdout: "ignore",
    stderr: "pipe",
  });
  expect([await new Response(built.stderr).text(), await built.exited]).toEqual(["", 0]);
  await runningProcess([program], [], async (facts) => void await clientOf(facts).status());
}, PATIENCE_MS);

test("--behavior and --profile set how the mock behaves", async () => {
  const profile = path.join(folder, "profile.json");
  const behaviors = {
    "status.body": { option: "empty" },
    "list.order": { option: "id" },
    "bulk.answer": { notSeen: "no collection was given" },
    "collections.shape": { other: "200, text/plain, no body" },
  };
  const date = "2026-01-01T00:00:00Z";
  await writeFile(
    profile,
    JSON.stringify({ version: 1, target: "https://x.invalid/api/v1/", date, behaviors }),
  );
  const flags = [
    "--profile",
    profile,
    "--behavior",
    "list.order=updated",
    "--behavior",
    "delete.answer=204",
  ];
  await running(flags, async (facts) => {
    expect(await clientOf(facts).status()).toBeUndefined();
    const response = await fetch(`${facts.url}/__mock/tenants/default/behaviors`);
    expect(await response.json()).toMatchObject({
      "status.body": "empty",
      "list.order": "updated",
      "delete.answer": "204",
      "bulk.answer": "records",
    });
  });
}, PATIENCE_MS);

test("a behavior or a profile that cannot be used is named, with what to do", async () => {
  expect(await expectRefusal("--behavior", "list.oder=id")).toBe(
    "kinabase mock: Unknown option --behavior list.oder. Did you mean --behavior list.order?\n",
  );
  expect(await expectRefusal("--behavior", "nothing=like-it")).toBe(
    "kinabase mock: Unknown option --behavior nothing. See " +
      "https://github.com/kinakit/kinabase/blob/main/docs/fidelity.md#behaviors-that-can-be-switched\n",
  );
  expect(await expectRefusal("--behavior", "list.order=newest"))
    .toContain('--behavior list.order: expected "created" or "updated" or "id", got "newest"');
  expect(await expectRefusal("--behavior", "list.order")).toContain("such as list.order=updated");
  const file = path.join(folder, "no-profile.json");
  await writeFile(
    file,
    JSON.stringify({ version: 1, behaviors: { "list.order": { option: "x" } } }),
  );
  expect(await expectRefusal("--profile", file)).toStartWith(`kinabase mock: --profile ${file}: `);
}, PATIENCE_MS);
