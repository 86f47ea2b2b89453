import { afterAll, beforeAll, expect, test } from "bun:test";
import { mkdtemp, readdir, readFile, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { createClient } from "../../../mod.ts";
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
  appSecret?: string;
  page?: string;
  controlKey?: string;
}

function start(command: string[], ...args: string[]) {
  return startWith({}, command, ...args);
}

/** Starts the mock with more environment variables. */
function startWith(env: Record<string, string>, command: string[], ...args: string[]) {
  return Bun.spawn([...command, "mock", "--port", "0", ...args], {
    env: { ...process.env, KINABASE_CONTROL_KEY: undefined, ...env },
    stdout: "pipe",
    stderr: "pipe",
  });
}

const fromSource = [process.execPath, CLI];

/** Runs a function while the mock runs, and stops the mock as Ctrl-C does. */
async function running(
  args: string[],
  use: (facts: Facts) => Promise<void>,
  command = fromSource,
  env: Record<string, string> = {},
): Promise<void> {
  const child = startWith(env, command, "--json", ...args);
  try {
    const reader = child.stdout.getReader();
    let printed = "";
    while (!printed.includes("\n")) {
      const { value, done } = await reader.read();
      if (done) throw new Error(`it ended: ${await new Response(child.stderr).text()}`);
      printed += new TextDecoder().decode(value);
    }
    reader.releaseLock();
    await use(JSON.parse(printed));
  } finally {
    child.kill("SIGINT");
  }
  expect(await child.exited).toBe(0);
}

async function expectRefusal(...args: string[]): Promise<string> {
  return await refusalOf(start(fromSource, ...args));
}

async function refusalOf(child: ReturnType<typeof start>): Promise<string> {
  const words = await new Response(child.stderr).text();
  expect(await child.exited).toBe(2);
  return words;
}

const clientOf = ({ baseUrl, appId, appSecret = "" }: Facts) =>
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
    const reader = child.stdout.getReader();
    let printed = "";
    while (!printed.includes("Ctrl-C")) {
      const { value, done } = await reader.read();
      if (done) break;
      printed += new TextDecoder().decode(value);
    }
    child.kill("SIGTERM");
    expect(await child.exited).toBe(0);
    expect(printed).toMatch(/base URL +http:\/\/127\.0\.0\.1:\d+\/api\/v1\//);
    expect(printed).toMatch(/App ID +[\da-f-]{36}\n +App Secret +[\w+/]{86}==/);
    expect(printed).toMatch(
      /curl -s http:\S+\/token -H 'content-type: application\/json' -d '\{"appId/,
    );
    expect(printed).toMatch(/page +http:\/\/127\.0\.0\.1:\d+\/\n/);
  },
  PATIENCE_MS,
);

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

test("--seed without a secret creates an app and prints its secret", async () => {
  const seed = path.join(folder, "no-secret.json");
  const apps = [{ name: "Mine", description: "With a secret that nobody has seen" }];
  await writeFile(seed, JSON.stringify({ apps }));
  await running(["--seed", seed], async (facts) => {
    await clientOf(facts).status();
  });
}, PATIENCE_MS);

test("--state keeps data and apps across restarts, but no secret", async () => {
  const state = path.join(folder, "state.json");
  const seed = path.join(folder, "people.json");
  await writeFile(seed, JSON.stringify({ collections: [{ slug: "people", name: "People" }] }));
  let first: Facts | undefined;
  await running(["--state", state, "--seed", seed], async (facts) => {
    first = facts;
    await clientOf(facts).collection("people").create({ data: { name: "Ada" } });
  });
  expect(await readFile(state, "utf8")).not.toContain(first?.appSecret ?? "no secret");
  await running(["--state", state, "--seed", seed], async (facts) => {
    expect([facts.appId, facts.appSecret]).toEqual([first?.appId ?? "", undefined]);
    const client = clientOf({ ...facts, appSecret: first?.appSecret ?? "" });
    expect((await client.collection("people").page()).totalRecords).toBe(1);
  });
  expect((await readdir(folder)).filter((name) => name.endsWith(".tmp"))).toEqual([]);
}, PATIENCE_MS);

test("an invalid argument is named, with what to do", async () => {
  expect(await expectRefusal("--prot", "1")).toContain("Did you mean --port?");
  expect(await expectRefusal("--requests-per-minute", "many")).toContain('"off"');
  expect(await expectRefusal("--seed", path.join(folder, "none.json"))).toContain("none.json");
  const broken = path.join(folder, "broken.json");
  await writeFile(broken, "{");
  expect(await expectRefusal("--state", broken)).toContain("broken.json");
  await writeFile(broken, JSON.stringify({ collections: [{ slug: "a b", name: "x" }] }));
  expect(await expectRefusal("--seed", broken)).toContain("collections[0].slug");
}, PATIENCE_MS);

test(
  "a state file that cannot be written is reported at startup, and nothing keeps running",
  async () => {
    const words = await expectRefusal("--state", path.join(folder, "no such folder", "state.json"));
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
  const child = start(fromSource, "--host", "0.0.0.0", "--control", "on");
  let printed = "";
  for await (const part of child.stdout) {
    printed += new TextDecoder().decode(part);
    if (printed.includes("Ctrl-C")) break;
  }
  child.kill("SIGTERM");
  expect(await child.exited).toBe(0);
  expect(printed).toMatch(/page +http:\/\/127\.0\.0\.1:\d+\/#key=([\w-]{32})\n +control key \1\n/);
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
        fromSource,
        env,
      );
    }
  },
  PATIENCE_MS,
);

test("an invalid key is refused by the name of its flag or variable, and not shown", async () => {
  const short = randomSecret().slice(0, 15);
  for (
    const [name, child] of [
      ["--control-key", start(fromSource, "--control-key", short)],
      ["KINABASE_CONTROL_KEY", startWith({ KINABASE_CONTROL_KEY: short }, fromSource)],
      ["KINABASE_CONTROL_KEY", startWith({ KINABASE_CONTROL_KEY: "" }, fromSource)],
    ] as const
  ) {
    const words = await refusalOf(child);
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
    expect(await expectRefusal("--cors", "localhost:5173")).toContain("cors.origins[0]: expected");
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

test("a port in use is reported, with what to do", async () => {
  await running([], async ({ url }) => {
    expect(await expectRefusal("--port", new URL(url).port)).toContain("Choose another");
  });
}, PATIENCE_MS);

test("bun build --compile makes one executable file", async () => {
  const program = path.join(folder, process.platform === "win32" ? "kinabase.exe" : "kinabase");
  const built = Bun.spawn([process.execPath, "build", "--compile", CLI, "--outfile", program], {
    stdout: "ignore",
    stderr: "pipe",
  });
  expect([await new Response(built.stderr).text(), await built.exited]).toEqual(["", 0]);
  await running([], async (facts) => void await clientOf(facts).status(), [program]);
}, PATIENCE_MS);
