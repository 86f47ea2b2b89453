// How long it takes from nothing to the mock's first answer: importing ./mock, creating a mock, registering an
// app and answering its token request, in process. Once as a whole process sees it, once as the mock's own.
//
//   node dist-less runtimes:  bun bench/start.ts · deno run -A bench/start.ts
//   node bench/start.mjs      all three, Node on dist/ (npm run build first)
const start = performance.now();
const { createMockServer } = await import("../mock-server/mod.ts");
const imported = performance.now();
const mock = createMockServer();
const app = await mock.tenant.apps.create({ name: "Start", description: "For this benchmark" });
const { appId, appSecret } = app;
const response = await mock.clientFetch(`${mock.baseUrl}token`, {
  method: "POST",
  headers: { "content-type": "application/json" },
  body: JSON.stringify({ appId, appSecret }),
});
const { token } = await response.json();
if (typeof token !== "string") throw new Error("no token");
const answered = performance.now();
console.log(JSON.stringify({ import: imported - start, answer: answered - imported }));
export {};
