// An HTTP/1.1 server down at the socket, which can do what no framework lets one do: read a request to
// its end and close the connection before the first byte of an answer. It runs on Node, Bun and Deno.
import { createServer, type Socket } from "node:net";

/** A request that arrived in full. */
export interface RawRequest {
  method: string;
  path: string;
  /** The header lines, names in lower case. */
  headers: ReadonlyMap<string, string>;
  body: string;
  /** Which connection it came on, counted from 1. */
  connection: number;
}

/** An answer of JSON, or the connection closed without one. */
export type RawAnswer = { status: number; body: unknown } | "close";

/** A server that listens. */
export interface RawServer {
  /** What arrived, in order. */
  readonly requests: readonly RawRequest[];
  readonly baseUrl: string;
  close(): Promise<void>;
}

/** Listens on any free port of this machine. */
export async function startRawServer(
  answer: (request: RawRequest) => RawAnswer,
): Promise<RawServer> {
  const requests: RawRequest[] = [];
  const open = new Set<Socket>();
  let connections = 0;
  const server = createServer((socket) => {
    const connection = ++connections;
    let received = "";
    open.add(socket);
    socket.on("close", () => open.delete(socket));
    // A client that is given up resets its connection.
    socket.on("error", () => {});
    socket.on("data", (chunk: Uint8Array) => {
      // One character a byte, so that lengths are right.
      received += new TextDecoder("latin1").decode(chunk);
      for (;;) {
        const parsed = parse(received);
        if (parsed === undefined) return;
        received = parsed.rest;
        const request = { ...parsed.request, connection };
        requests.push(request);
        reply(socket, answer(request));
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

function reply(socket: Socket, answer: RawAnswer): void {
  if (answer === "close") return void socket.destroy();
  const body = JSON.stringify(answer.body);
  socket.write(
    `HTTP/1.1 ${answer.status} Whatever\r\ncontent-type: application/json\r\n` +
      `content-length: ${new TextEncoder().encode(body).byteLength}\r\n\r\n${body}`,
  );
}

/** The first request in what was received, once it is there in full, and what follows it. */
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
