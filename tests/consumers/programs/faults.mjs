// Faults on a port, which the server must not print, or bugs, which it must print.
import { createManualClock, createMockServer } from "@kinakit/kinabase/mock";
import { serve } from "@kinakit/kinabase/serve";

const mock = createMockServer({ clock: createManualClock({ running: true }) });

/** Requests the status, and says whether a complete response arrived. */
async function outcome(baseUrl, init) {
  try {
    const response = await fetch(`${baseUrl}status`, init);
    await response.text();
    return "complete";
  } catch {
    return "broken";
  }
}

/** A body that fails after its first bytes. */
function failingBody() {
  let pulls = 0;
  return new ReadableStream({
    async pull(controller) {
      await new Promise((resolve) => setTimeout(resolve, 1));
      if (pulls++ > 0) throw new Error("a bug in a body");
      controller.enqueue(new TextEncoder().encode("a body"));
    },
  }, { highWaterMark: 0 });
}

const failing = (request) => {
  if (request.url.includes("body")) return Promise.resolve(new Response(failingBody()));
  return Promise.reject(new Error("a bug in a handler"));
};

if (globalThis.process.argv.includes("bugs")) {
  const server = await serve({ fetch: failing }, { port: 0 });
  for (const path of ["handler/", "body/"]) await outcome(server.url + "/" + path);
  await server.close();
  // Bun otherwise exits with 1 after a bug in a body.
  globalThis.process.exit(0);
} else {
  // The second handler is a wrapper, as programs write it.
  for (const handler of [mock, { fetch: (request) => mock.fetch(request) }]) {
    const server = await serve(handler, { port: 0 });
    for (const kind of ["drop", "cutBody", "stalledBody", "delay"]) {
      const isLeft = kind === "stalledBody" || kind === "delay";
      // Some runtimes send a request again after a dropped connection.
      mock.faults.add({ kind, ...(kind === "delay" ? { duration: "1h" } : {}), times: 9 });
      const signal = isLeft ? { signal: AbortSignal.timeout(50) } : {};
      console.log(kind, await outcome(server.baseUrl, signal));
      mock.faults.clear();
    }
    mock.faults.add({ kind: "delay", duration: 1 });
    console.log("short delay", await outcome(server.baseUrl));
    await server.close();
  }
}
