import { expect, test } from "bun:test";
import { connect } from "node:net";
import { createMockServer } from "../../../mock-server/mod.ts";
import { serve } from "../../../mock-server/serve.ts";

/** Sends a request over a socket, since clients refuse to send an odd `Host`. */
function send(port: number, host: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = "";
    const socket = connect(
      port,
      "127.0.0.1",
      () =>
        socket.write(`GET /api/v1/version HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`),
    );
    socket.on("data", (chunk) => text += chunk);
    socket.on("close", () => resolve(text));
    socket.on("error", reject);
  });
}

test("an odd Host header is 400 with a message", async () => {
  const server = await serve(createMockServer({ control: true }), { port: 0 });
  try {
    for (const host of ["a b", "[", "x/y", "%%%", "localhost:99999"]) {
      const response = await send(Number(new URL(server.url).port), host);
      expect([host, response.split("\r\n", 1)[0]]).toEqual([host, "HTTP/1.1 400 Bad Request"]);
      expect(response).toContain("Check its Host header.");
    }
  } finally {
    await server.close();
  }
});
