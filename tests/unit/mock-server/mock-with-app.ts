import {
  createMockServer,
  type MockCollection,
  type MockServer,
  type MockServerOptions,
} from "../../../mock-server/mod.ts";

/** A response that has been read. */
export interface Answer {
  status: number;
  headers: Headers;
  text: string;
  /** The parsed text, if it is JSON. */
  // deno-lint-ignore no-explicit-any
  body: any;
}

/** A mock whose default tenant has one app and one empty collection. */
export interface MockWithApp {
  mock: MockServer;
  people: MockCollection;
  appId: string;
  appSecret: string;
  /** A header with a token of the app. */
  authorization: string;
  /** Sends a request with the token. A body that is no text is sent as JSON. */
  send(
    method: string,
    path: string,
    body?: unknown,
    headers?: Record<string, string>,
  ): Promise<Answer>;
  /** Sends a token request, by default with the app's credentials. */
  requestToken(body?: unknown, headers?: Record<string, string>): Promise<Answer>;
}

/** Creates a mock with an app and the collection `people`, and requests a token. */
export async function mockWithApp(options: MockServerOptions = {}): Promise<MockWithApp> {
  const mock = createMockServer(options);
  const people = mock.tenant.collections.create({ slug: "people", name: "People" });
  const { appId, appSecret } = await mock.tenant.apps.create({ name: "Test", description: "Test" });
  let authorization = "";
  const send: MockWithApp["send"] = async (method, path, body, given = {}) => {
    const sent = typeof body === "string" || body === undefined ? body : JSON.stringify(body);
    const headers = { "content-type": "application/json", authorization, ...given };
    const response = await mock.fetch(`${mock.baseUrl}${path}`, {
      method,
      headers,
      ...(sent === undefined ? {} : { body: sent }),
    });
    const text = await response.text();
    return { status: response.status, headers: response.headers, text, body: parsed(text) };
  };
  const requestToken: MockWithApp["requestToken"] = (
    body = { appId, appSecret },
    headers = {},
  ) => send("POST", "token", body, headers);
  const { body: { token } } = await requestToken();
  authorization = `Bearer ${token}`;
  return { mock, people, appId, appSecret, authorization, send, requestToken };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
