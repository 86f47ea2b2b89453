import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { createServer } from "node:net";
import { pathToFileURL } from "node:url";
import { inRoot } from "../../scripts/lib/project.ts";
import { run } from "../../scripts/lib/run.ts";
import { bun, deno, node, npm, type Tool } from "../../scripts/lib/tools.ts";
import { type Lab, type Measure, RUNTIMES } from "../lib/measure.ts";
import { figure } from "../lib/statistics.ts";

const FOLDER = inRoot("bench/prism");
const AT_ONCE = 32;
const ROUNDS = 5;
const REQUESTS = 2_000;
const AIMS = { node: 10, bun: 15, deno: 12 };
const BEFORE = { node: 3.6, bun: 14, deno: 10 };

export const measure: Measure = {
  id: "mock-over-http",
  title: "The mock's authorized GET over HTTP, compared with Prism",
  unit: "times as many requests",
  better: "higher",
  note:
    "Requests per second of processor time of the server's process, on Linux, with 32 requests at once. Prism 5.14 runs on " +
    "Node with the mock's OpenAPI document and its own defaults, so it prints each request. It checks only whether there " +
    "is a token.",
  async run(lab) {
    if (!existsSync("/proc/self/stat") || !await installPrism(lab)) return [];
    const servers = {
      node: await startMock(lab, node()),
      bun: await startMock(lab, bun()),
      deno: await startMock(lab, [...deno(), "run", "--no-lock", "--allow-all"]),
      prism: await startPrism(lab),
    };
    const names = [...RUNTIMES, "prism"] as const;
    const times = { node: [], bun: [], deno: [], prism: [] } as Record<string, number[]>;
    try {
      for (const name of names) await load(servers[name]);
      for (let round = 0; round < ROUNDS; round++) {
        for (const name of names) {
          const before = processorTime(servers[name].child);
          await load(servers[name]);
          times[name]?.push((processorTime(servers[name].child) - before) / REQUESTS);
        }
      }
    } finally {
      for (const { child } of Object.values(servers)) child.kill();
    }
    const ratio = (name: string) =>
      figure((times[name] ?? []).map((time, round) => (times["prism"]?.[round] ?? NaN) / time));
    const figures = { node: ratio("node"), bun: ratio("bun"), deno: ratio("deno") };
    return [{ name: "the mock", figures, aims: AIMS, before: BEFORE }];
  },
};

/** A server in a process of its own. */
interface Server {
  child: ChildProcess;
  url: string;
  headers: Record<string, string>;
}

async function startMock(lab: Lab, [command, ...args]: Tool): Promise<Server> {
  const from = (file: string) =>
    JSON.stringify(pathToFileURL(`${lab.dist}/mock-server/${file}`).href);
  const file = lab.file(
    "serve-mock.mjs",
    `import { createMockServer } from ${from("mod.js")};
import { serve } from ${from("serve.js")};
const mock = createMockServer();
const { appId, appSecret } = await mock.tenant.apps.create({ name: "Bench", description: "HTTP" });
const { records } = mock.tenant.collections.create({ slug: "people", name: "People" });
for (let i = 0; i < 1000; i++) records.add({ id: \`record-\${i}\`, data: { name: "Ada", amount: 36.5 } });
const { baseUrl } = await serve(mock, { port: 0 });
const answer = await mock.fetch(\`\${mock.baseUrl}token\`, {
  method: "POST",
  headers: { "content-type": "application/json" },
  body: JSON.stringify({ appId, appSecret }),
});
const { token } = await answer.json();
console.log(JSON.stringify({ url: \`\${baseUrl}collections/people/record-7\`, token }));
`,
  );
  const child = spawn(command, [...args, file], { stdio: ["ignore", "pipe", "inherit"] });
  const line = await new Promise<string>((resolve, reject) => {
    child.stdout.once("data", (chunk: Uint8Array) => resolve(new TextDecoder().decode(chunk)));
    child.once("exit", (code) => reject(new Error(`the mock ended with ${code}`)));
  });
  const { url, token }: { url: string; token: string } = JSON.parse(line);
  return { child, url, headers: { authorization: `Bearer ${token}` } };
}

async function startPrism(lab: Lab): Promise<Server> {
  const module = JSON.stringify(pathToFileURL(`${lab.dist}/mock-server/mod.js`).href);
  const program = `import { openApiDocument } from ${module};
process.stdout.write(JSON.stringify(await openApiDocument()));`;
  const [command, ...first] = node();
  const args = [...first, "--input-type=module", "--eval", program];
  const { output, trouble } = await run(command, args, { cwd: inRoot() });
  if (trouble) throw new Error(`${trouble}\n${output}`);
  const port = await freePort();
  const prism = `${FOLDER}/node_modules/@stoplight/prism-cli/dist/index.js`;
  const options = ["mock", "--host", "127.0.0.1", "--port", String(port)];
  const child = spawn(command, [...first, prism, ...options, lab.file("openapi.json", output)], {
    stdio: "ignore",
  });
  const url = `http://127.0.0.1:${port}/api/v1/collections/people/record-7`;
  const server = { child, url, headers: { authorization: "Bearer token" } };
  for (let tries = 0; tries < 300; tries++) {
    const response = await fetch(url, server).catch(() => undefined);
    if (response?.ok) return server;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  child.kill();
  throw new Error("Prism does not answer");
}

/** Sends the requests, and checks each response. */
async function load({ url, headers }: Server): Promise<void> {
  let left = REQUESTS;
  await Promise.all(Array.from({ length: AT_ONCE }, async () => {
    while (left-- > 0) {
      const response = await fetch(url, { headers });
      const { id } = await response.json();
      if (typeof id !== "string") throw new Error(`${url} answered ${response.status}`);
    }
  }));
}

/** The processor time of a process, in ticks. */
function processorTime({ pid }: ChildProcess): number {
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8").replace(/^.*\) /, "").split(" ");
  return Number(fields[11]) + Number(fields[12]);
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === "object" && address !== null ? address.port : 0;
}

/** Installs Prism into a folder of its own, unless it is there. */
async function installPrism(lab: Lab): Promise<boolean> {
  if (existsSync(`${FOLDER}/node_modules`)) return true;
  const [command, ...first] = npm();
  const args = [...first, "ci", "--ignore-scripts", "--no-audit", "--no-fund"];
  const { trouble } = await run(command, args, { cwd: FOLDER });
  if (trouble) lab.log(`Prism is left out, because npm cannot install it: ${trouble}`);
  return trouble === undefined;
}
