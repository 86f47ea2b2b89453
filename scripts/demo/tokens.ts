import { type ClientEvent, createClient, KinabaseError } from "../../mod.ts";
import type { Fault, MockServer } from "../../mock-server/mod.ts";
import type { RunningServer } from "../../mock-server/serve.ts";
import { chapter, oneLine, say } from "./print.ts";

/** Tokens: requested, used, expired, refreshed, rejected. */
export async function showTokens(mock: MockServer, server: RunningServer): Promise<void> {
  const { tenant } = mock;

  chapter("Register an app, as under Settings, API, + Add");
  const app = await tenant.apps.create({ name: "Demo", description: "Shows what the client does" });
  say(`App ID      ${app.appId}`);
  say(`App Secret  ${app.appSecret.slice(0, 6)}… (${app.appSecret.length} characters, shown once)`);

  chapter("Obtain a token");
  const on = (event: ClientEvent) => say(`  ${oneLine(event)}`);
  const client = createClient({ ...app.clientOptions(server), onEvent: on });
  const token = await client.token();
  const [header, claims] = token.split(".").map((part, i) => i < 2 ? decode(part) : "");
  say(`header      ${header}`);
  say(`claims      ${claims}`);

  chapter("Make an authorized call");
  say(`status      ${JSON.stringify(await client.status())}`);

  chapter("Skip 61 minutes: the token expires, and the next call refreshes it");
  await mock.clock.advance("61m");
  await client.status();

  chapter("A valid token is rejected: one refresh, one retry");
  mock.faults.add({ kind: "status", status: 401, match: { path: "/status" } });
  await client.status();

  chapter("Fifty calls at once share one token request");
  await mock.clock.advance("61m");
  const before = mock.journal.count({ path: "/token" });
  const quiet = createClient(app.clientOptions(server));
  await Promise.all(Array.from({ length: 50 }, () => quiet.status()));
  say(`token requests: ${mock.journal.count({ path: "/token" }) - before}`);

  chapter("Each documented failure has its own error class and remedy");
  const wrong = await mock.createTenant().apps.create({ name: "Other", description: "Its secret" });
  await show("a wrong secret", { ...app, appSecret: wrong.appSecret });
  tenant.setApiEnabled(false);
  await show("the API is not enabled", app);
  tenant.setApiEnabled(true);
  const expired = await tenant.apps.create({ name: "Old", description: "Is going to expire" });
  tenant.apps.expire(expired.appId);
  await show("the app has expired", expired);
  const revoked = await tenant.apps.create({ name: "Lost", description: "Is going to be revoked" });
  tenant.apps.revoke(revoked.appId);
  await show("the app was revoked", revoked);

  chapter("Other failures have theirs");
  await showFault("an unknown error message", {
    kind: "status",
    status: 401,
    body: { error: "Access denied (code 7)." },
    match: { path: "/token" },
  });
  await showFault("a request rejected with 400", {
    kind: "status",
    status: 400,
    body: { error: "One or more fields are missing." },
    match: { path: "/token" },
  });
  await showFault("a rate limit longer than the deadline", {
    kind: "status",
    status: 429,
    headers: { "retry-after": "3600" },
    match: { path: "/status" },
  });
  await showFault("a proxy's HTML instead of JSON", {
    kind: "status",
    status: 200,
    body: "<!doctype html><title>Sign in</title>",
    match: { path: "/status" },
  });
  await showFault("a body that stalls", { kind: "stalledBody", match: { path: "/status" } });
  await showFault("a body that is cut off", {
    kind: "cutBody",
    times: 9,
    match: { path: "/status" },
  });

  /** Shows the error for rejected credentials. */
  async function show(what: string, { appId, appSecret }: { appId: string; appSecret: string }) {
    const { baseUrl } = server;
    const client = createClient({ appId, appSecret, baseUrl, clock: mock.clock, retry: false });
    await report(what, () => client.status());
  }

  /** Shows the error for a fault. */
  async function showFault(what: string, fault: Fault) {
    const fresh = await tenant.apps.create({ name: what, description: "For one failure" });
    const client = createClient({ ...fresh.clientOptions(server), timeout: 500 });
    mock.faults.add(fault);
    await report(what, () => client.status());
    mock.faults.clear();
  }
}

async function report(what: string, call: () => Promise<unknown>) {
  try {
    await call();
    throw new Error(`Expected a failure: ${what}`);
  } catch (error) {
    if (!(error instanceof KinabaseError)) throw error;
    console.log(`\n  ${what}`);
    say(
      `${error.name} (${error.code}) after ${error.attempts} request${
        error.attempts === 1 ? "" : "s"
      }`,
    );
    say(error.message);
    say(`→ ${error.remedy}`);
  }
}

function decode(part: string): string {
  return atob(part.replaceAll("-", "+").replaceAll("_", "/"));
}
