// The time to the mock's first response: importing ./mock, creating a mock, registering an app and responding to
// its token request, in process. bench/measure-start.ts runs this on Bun, Deno and Node and says how long it may take.

/** Where the mock is imported from; bench/measure-start.ts puts it in. */
declare const MOCK: string;

const begin = performance.now();
// A variable, because Deno loads a module with a literal name before the first line of the program runs.
const face = MOCK;
const { createMockServer } = await import(face);
const imported = performance.now();
const mock = createMockServer();
const { appId, appSecret } = await mock.tenant.apps.create({ name: "Start", description: "Timed" });
const response = await mock.fetch(`${mock.baseUrl}token`, {
  method: "POST",
  headers: { "content-type": "application/json" },
  body: JSON.stringify({ appId, appSecret }),
});
const { token } = await response.json();
if (typeof token !== "string") throw new Error("no token");
console.log(JSON.stringify({ imported: imported - begin, answered: performance.now() - begin }));
