import { expect, test } from "bun:test";
import { createClient, optionsFromEnv } from "../../../mod.ts";
import { createMockServer, demoCredentials, demoSeed } from "../../../mock-server/mod.ts";

const { appId, appSecret } = demoCredentials();
const both = { KINABASE_APP_ID: appId, KINABASE_APP_SECRET: appSecret };

test("a client works with the options from an environment", async () => {
  const { baseUrl, fetch } = createMockServer({ seed: demoSeed() });
  const options = optionsFromEnv({ ...both, KINABASE_BASE_URL: baseUrl });
  expect(options).toEqual({ appId, appSecret, baseUrl });
  await createClient({ ...options, fetch }).status();
});

test("without a base URL, or with an empty one, the client uses its default", () => {
  expect(optionsFromEnv(both)).toEqual({ appId, appSecret });
  expect(optionsFromEnv({ ...both, KINABASE_BASE_URL: "" })).toEqual({ appId, appSecret });
});

test("the env of a Worker may have bindings, and need not have an index signature", () => {
  interface Env {
    KINABASE_APP_ID: string;
    KINABASE_APP_SECRET: string;
    TOKENS: { get(): void };
  }
  const env: Env = { ...both, TOKENS: { get() {} } };
  expect(optionsFromEnv(env)).toEqual({ appId, appSecret });
});

test("every missing variable is named, with where to find its value", () => {
  expect(() => optionsFromEnv({ KINABASE_APP_ID: "" })).toThrow(
    new TypeError(
      "KINABASE_APP_ID and KINABASE_APP_SECRET are missing in the environment. Use the App ID shown " +
        "in Kinabase under Settings, API, and the App Secret that Kinabase showed when the app was created.",
    ),
  );
  expect(() => optionsFromEnv({ KINABASE_APP_ID: appId })).toThrow(
    new TypeError(
      "KINABASE_APP_SECRET is missing in the environment. Use the App Secret that Kinabase showed " +
        "when the app was created.",
    ),
  );
  expect(() => optionsFromEnv({ KINABASE_APP_SECRET: appSecret })).toThrow(
    /^KINABASE_APP_ID is missing in the environment/,
  );
});

test("a value that is not a string is refused and not shown", () => {
  for (const value of [[appSecret], 12_345]) {
    expect(() => optionsFromEnv({ ...both, KINABASE_APP_SECRET: value })).toThrow(
      new TypeError("KINABASE_APP_SECRET: expected a string, got another value"),
    );
  }
  for (const env of [undefined, null, "KINABASE_APP_ID=x"]) {
    expect(() => Reflect.apply(optionsFromEnv, undefined, [env]))
      .toThrow("env: expected an object of variables such as process.env, got");
  }
});
