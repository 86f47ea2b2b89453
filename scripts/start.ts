// npm start [-- PORT]: the mock on a port, with one app registered and its clock running.
import { createManualClock, createMockServer } from "../mock-server/mod.ts";
import { serve } from "../mock-server/serve.ts";

const [given] = process.argv.slice(2);
const mock = createMockServer({ clock: createManualClock({ running: true }) });
const server = await serve(mock, given === undefined ? {} : { port: Number(given) });
const app = await mock.tenant.apps.create({ name: "Start", description: "Made by npm start" });

console.log(`Kinabase mock (unofficial)

  base URL    ${server.baseUrl}
  App ID      ${app.appId}
  App Secret  ${app.appSecret}

Try it:

  curl -s ${server.baseUrl}token -H 'content-type: application/json' \\
    -d '{"appId":"${app.appId}","appSecret":"${app.appSecret}"}'

Ctrl-C ends it.`);

for (const signal of ["SIGINT", "SIGTERM"]) {
  process.once(signal, () => void server.close().then(() => process.exit(0)));
}
