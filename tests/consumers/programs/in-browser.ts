import { createClient } from "@kinakit/kinabase";
import { createMockServer } from "@kinakit/kinabase/mock";
import { createMswMock, kinabaseHandlers, type MswMock } from "@kinakit/kinabase/msw";
import { setupWorker } from "msw/browser";
import { oldest } from "./app.js";

const client = createClient({
  token: async ({ signal }) => await (await fetch("/token", { signal: signal ?? null })).text(),
  fetch: globalThis.fetch.bind(globalThis),
});
const stop = new AbortController();
document.title = (await oldest(client, stop.signal)) ?? "nobody";
const response: Response = await client.fetch("collections", { headers: new Headers() });
const mocked: Response = await createMockServer().fetch(new Request(response.url));
document.body.append(await mocked.text());
await setupWorker(...kinabaseHandlers(createMockServer())).start();
export const withDatabase: MswMock = await createMswMock();
