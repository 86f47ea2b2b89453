// An HTTP/1.1 server on a raw socket. Unlike a framework, it can read a request to its end and close the
// connection before the first byte of a response. It runs on Node, Bun and Deno.
import { createServer, type Socket } from "node:net";

/** A request that arrived completely. */
export interface RawRequest {
  method: string;
  path: string;
  /** The header lines, names in lower case. */
  headers: ReadonlyMap<string, string>;
  body: string;
  /** The number of its connection, from 1. */
  connection: number;
}

/** A JSON response, or a connection that is closed without one. */
export type RawResponse = { status: number; body: unknown } | "close";

/** A listening server. */
export interface RawServer {
  /** The requests, in the order of their arrival. */
  readonly requests: readonly RawRequest[];
  readonly baseUrl: string;
  close(): Promise<void>;
}

/** Listens on any free local port. */
export async function startRawServer(
  respond: (request: RawRequest) => RawResponse,
): Promise<RawServer> {
  const requests: RawRequest[] = [];
  const open = new Set<Socket>();
  let connections = 0;
  const server = createServer((socket) => {
    const connection = ++connections;
    let received = "";
    open.add(socket);
    socket.on("close", () => open.delete(socket));
    // A client that stops early resets its connection.
    socket.on("error", () => {});
    socket.on("data", (chunk: Uint8Array) => {
      // One character per byte, so that the lengths are right.
      received += new TextDecoder("latin1").decode(chunk);
      for (;;) {
        const parsed = parse(received);
        if (parsed === undefined) return;
        received = parsed.rest;
        const request = { ...parsed.request, connection };
        requests.push(request);
        reply(socket, respond(request));
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (typeof address !== "object" || address === null) throw new Error("the server has no port");
  return {
    requests,
    baseUrl: `http://127.0.0.1:${address.port}/api/v1/`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of open) socket.destroy();
      }),
  };
}

function reply(socket: Socket, response: RawResponse): void {
  if (response === "close") return void socket.destroy();
  const body = JSON.stringify(response.body);
  socket.write(
    `HTTP/1.1 ${response.status} Whatever\r\ncontent-type: application/json\r\n` +
      `content-length: ${new TextEncoder().encode(body).byteLength}\r\n\r\n${body}`,
  );
}

/** Returns the first complete request in the received text, and the text after it. */
function parse(
  received: string,
): { request: Omit<RawRequest, "connection">; rest: string } | undefined {
  const end = received.indexOf("\r\n\r\n");
  if (end < 0) return undefined;
  const [first = "", ...lines] = received.slice(0, end).split("\r\n");
  const [method = "", path = ""] = first.split(" ");
  const headers = new Map(lines.map((line) => {
    const colon = line.indexOf(":");
    return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()];
  }));
  const after = received.slice(end + 4);
  const body = headers.get("transfer-encoding") === "chunked"
    ? chunked(after)
    : sized(after, Number(headers.get("content-length") ?? 0));
  if (body === undefined) return undefined;
  return { request: { method, path, headers, body: body.text }, rest: body.rest };
}

interface Body {
  text: string;
  rest: string;
}

function sized(received: string, length: number): Body | undefined {
  if (received.length < length) return undefined;
  return { text: received.slice(0, length), rest: received.slice(length) };
}

function chunked(received: string): Body | undefined {
  let text = "";
  let at = 0;
  for (;;) {
    const line = received.indexOf("\r\n", at);
    if (line < 0) return undefined;
    const size = parseInt(received.slice(at, line), 16);
    const begin = line + 2;
    if (received.length < begin + size + 2) return undefined;
    text += received.slice(begin, begin + size);
    at = begin + size + 2;
    if (size === 0) return { text, rest: received.slice(at) };
  }
}
