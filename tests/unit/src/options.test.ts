import { afterEach, describe, expect, test } from "bun:test";
import { createClient, createTokenSource, type FetchFunction, systemClock } from "../../../mod.ts";

const credentials = {
  appId: "5f0c7a52-6d0e-4c43-9d0b-0d3c52a6c1f7",
  appSecret: `${"A".repeat(86)}==`,
};
const TOKEN = "eyJhbGciOiJIUzI1NiJ9.eyJleHAiOjF9.c2lnbmF0dXJl";

// Options that are wrong on purpose, as the compiler would also report.
const make = (options: unknown) => () => Reflect.apply(createClient, undefined, [options]);

describe("a token or credentials", () => {
  for (
    const [name, value] of Object.entries({
      ...credentials,
      secretField: "secret",
      tokenStore: { get: () => undefined, set: () => {} },
      renewBefore: 1,
      tokenWaitTimeout: 1,
      allowBrowser: true,
    })
  ) {
    test(`${name} together with a token is refused`, () => {
      expect(make({ token: TOKEN, [name]: value })).toThrow(TypeError);
      expect(make({ token: TOKEN, [name]: value })).toThrow(
        `${name}: expected credentials or a token, got both`,
      );
    });
  }

  test("a token source takes no token", () => {
    for (const given of [{ token: TOKEN }, { ...credentials, token: () => TOKEN }]) {
      expect(() => Reflect.apply(createTokenSource, undefined, [given]))
        .toThrow('Unknown option "token". Expected appId,');
    }
  });

  test("an undefined option counts as absent", () => {
    expect(make({ token: TOKEN, appId: undefined, appSecret: undefined })).not.toThrow();
    expect(make({ ...credentials, token: undefined })).not.toThrow();
  });

  for (
    const [what, token] of [
      ["an empty text", ""],
      ["a text with Bearer in front", `Bearer ${TOKEN}`],
      ["a text with a line end", `${TOKEN}\n`],
      ["null", null],
      ["a number", 42],
      ["a promise", Promise.resolve(TOKEN)],
    ] as const
  ) {
    test(`a token that is ${what} is refused and not shown`, () => {
      expect(make({ token })).toThrow(/^token: expected a token(?!.*eyJ)/);
    });
  }

  test("a function may return the token", () => {
    expect(make({ token: () => TOKEN })).not.toThrow();
  });

  test("neither of them is refused with a clear message", () => {
    expect(make({})).toThrow("appId is missing");
    for (const options of [undefined, null, "secret"]) {
      expect(make(options)).toThrow(
        "options: expected an object with appId and appSecret, or with token",
      );
    }
  });
});

describe("the token of a token function", () => {
  for (const given of ["", "two words", `Bearer ${TOKEN}`, 42, undefined]) {
    test(`is refused when it is ${JSON.stringify(given)}, and not shown`, async () => {
      let sent = 0;
      const fetch: FetchFunction = () => {
        sent += 1;
        return Promise.resolve(new Response());
      };
      const client = make({ token: () => given, fetch })();
      await expect(client.status()).rejects.toThrow(
        /^token: expected a token(?!.*(eyJ|two words))/,
      );
      expect(sent).toBe(0);
    });
  }
});

describe("in a browser", () => {
  const pretend = () => Object.assign(globalThis, { window: globalThis, document: {} });
  afterEach(() => {
    for (const name of ["window", "document"]) Reflect.deleteProperty(globalThis, name);
  });

  test("a secret is refused, with the reason and what to do", () => {
    pretend();
    for (const refused of [createClient, createTokenSource]) {
      expect(() => refused(credentials)).toThrow(TypeError);
      expect(() => refused(credentials)).toThrow(
        /^appSecret: not allowed in a browser.*allowBrowser: true/,
      );
    }
  });

  test("only allowBrowser: true allows it", () => {
    pretend();
    expect(make({ ...credentials, allowBrowser: true })).not.toThrow();
    for (const allowBrowser of [false, 1, "true", undefined]) {
      expect(make({ ...credentials, allowBrowser })).toThrow(
        "appSecret: not allowed in a browser",
      );
    }
  });

  test("a token is accepted", () => {
    pretend();
    expect(make({ token: TOKEN })).not.toThrow();
  });

  test("a runtime with only some browser globals does not count as a browser", () => {
    Object.assign(globalThis, { window: globalThis });
    expect(make(credentials)).not.toThrow();
  });

  test("elsewhere a secret is accepted", () => {
    expect(make(credentials)).not.toThrow();
  });
});

describe("spelling", () => {
  for (
    const [wrong, right] of [
      ["BaseURL", "baseUrl"],
      ["baseURL", "baseUrl"],
      ["appid", "appId"],
      ["Token", "token"],
      ["timout", "timeout"],
      ["maxRetries", "retry: { limit }"],
      ["retries", "retry: { limit }"],
      ["apiKey", "appId and appSecret"],
      ["clientId", "appId"],
      ["clientSecret", "appSecret"],
      ["logger", "onEvent"],
    ] as const
  ) {
    test(`${wrong} is refused, and the error suggests ${right}`, () => {
      expect(make({ ...credentials, [wrong]: "x" }))
        .toThrow(`Unknown option "${wrong}". Did you mean "${right}"?`);
    });
  }

  test("the error for an option without a similar name lists all options", () => {
    expect(make({ ...credentials, headers: {} })).toThrow(
      'Unknown option "headers". Expected appId,',
    );
  });

  test("the error for a long name is short, and shows no code", () => {
    expect(make({ ...credentials, [`x${"y".repeat(5_000)}`]: 1 })).toThrow(/^Unknown.{0,1000}$/);
    expect(make({ ...credentials, clock: () => "a long function" })).toThrow(/got a function$/);
  });

  test("an unknown option that is undefined is accepted", () => {
    expect(make({ ...credentials, headers: undefined })).not.toThrow();
  });

  test("a misspelled option of retry is refused", () => {
    expect(make({ ...credentials, retry: { limits: 1 } }))
      .toThrow('Unknown option "retry.limits". Did you mean "retry.limit"?');
  });
});

describe("values", () => {
  for (
    const [name, wrong, right] of [
      ["timeout", [0, -1, NaN, Infinity, "1000", null], [1, 0.5 + 1, 1e9]],
      ["attemptTimeout", [0, -1, NaN, "1000"], [1]],
      ["maxResponseBytes", [0, NaN, "1000", null], [1, Infinity]],
      ["baseUrl", [null, 5, {}, Object.create(null)], ["https://a.invalid/api/v1"]],
      ["renewBefore", [-1, NaN, "1"], [0, 1]],
      ["tokenWaitTimeout", [0, -1, NaN], [1]],
      ["onEvent", [null, {}, "console.log"], [() => {}]],
      ["random", [null, 0.5], [Math.random]],
      ["fetch", [null, {}], [globalThis.fetch]],
      ["clock", [null, {}, { now: Date.now }, { sleep: () => {} }, Date], [systemClock]],
      ["deadlineClock", [null, {}], [systemClock]],
      ["tokenStore", [null, {}, { get: () => undefined }], [new Map()]],
      ["retry", [true, -1, 1.5, null, "never"], [false, 0, 3, {}, { limit: 0 }]],
      ["secretField", ["", "Secret", null], ["secret", "appSecret"]],
    ] as const
  ) {
    test(`${name} is validated`, () => {
      for (const value of wrong) {
        expect(make({ ...credentials, [name]: value })).toThrow(TypeError);
        expect(make({ ...credentials, [name]: value })).toThrow(new RegExp(`^${name}: expected`));
      }
      for (const value of right) expect(make({ ...credentials, [name]: value })).not.toThrow();
    });
  }

  test("each option of retry is validated", () => {
    for (
      const retry of [{ limit: 1.5 }, { limit: "1" }, { baseDelay: 0 }, { maxDelay: Infinity }]
    ) {
      const [name] = Object.keys(retry);
      expect(make({ ...credentials, retry })).toThrow(new RegExp(`^retry\\.${name}: expected`));
    }
  });
});

describe("credentials that were copied in a wrong way", () => {
  const secret = `${"Ab3+".repeat(21)}Ag==`;
  for (
    const [what, appSecret, remedy] of [
      ["a line break", `${secret}\n`, "It begins or ends with a line break: remove it."],
      ["a space", ` ${secret}`, "It begins or ends with a space: remove it."],
      ["quotation marks", `"${secret}"`, "It is in quotation marks: remove them."],
      ["a part", secret.slice(1), "Check that you copied all of it."],
      ["a Promise", Promise.resolve(secret), "got a Promise; await it"],
    ] as const
  ) {
    test(`a secret with ${what} is refused without showing it`, () => {
      const refused = make({ ...credentials, appSecret });
      expect(refused).toThrow(TypeError);
      expect(refused).toThrow(remedy);
      expect(refused).not.toThrow("Ab3+");
    });
  }

  test("an App ID as well", () => {
    expect(make({ ...credentials, appId: `${credentials.appId}\n` })).toThrow("a line break");
    expect(make({ ...credentials, appId: Promise.resolve() })).toThrow("got a Promise; await it");
  });

  test("a call with an AbortController in place of its signal is refused", async () => {
    const client = createClient({ token: TOKEN });
    const options: unknown = { signal: new AbortController() };
    await expect(Reflect.apply(client.status, undefined, [options])).rejects.toThrow(
      "signal: expected an object with a throwIfAborted() method, got an AbortController; pass its signal",
    );
  });
});
