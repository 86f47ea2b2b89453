import { expect, test } from "bun:test";
import { startupJson, startupText } from "../../../cli/startup-text.ts";
import { demoCredentials } from "../../../mock-server/mod.ts";

const url = "http://127.0.0.1:8787";
const baseUrl = `${url}/api/v1/`;
const credentials = demoCredentials();
const startup = { server: { url, baseUrl }, control: true, credentials };

const VARIABLES = `
KINABASE_APP_ID=${credentials.appId}
KINABASE_APP_SECRET=${credentials.appSecret}
KINABASE_BASE_URL=${baseUrl}
`;

test("the text has the variables of an environment file at the start of their lines", () => {
  expect(startupText(startup)).toContain(VARIABLES);
  expect(startupText(startup)).toContain(".dev.vars");
});

test("the variables are left out when they are in a file, and when it is quiet", () => {
  const written = startupText(startup, { envFile: "test.env" });
  expect(written).not.toContain("KINABASE_");
  expect(written).toContain("  variables   test.env\n");
  expect(startupText(startup, { quiet: true })).not.toContain("KINABASE_");
  expect(startupText(startup, { quiet: true })).toContain(credentials.appSecret);
});

test("the JSON has the same facts, and no environment file", () => {
  const page = `${url}/`;
  expect(JSON.parse(startupJson(startup))).toEqual({ url, baseUrl, ...credentials, page });
  const newKey = crypto.randomUUID();
  expect(JSON.parse(startupJson({ ...startup, newKey }))).toMatchObject({
    page: `${page}#key=${newKey}`,
    controlKey: newKey,
  });
});
