/** A deliberate bug in the code. */
export interface Mutation {
  /** A short description of what breaks. */
  name: string;
  /** The file, relative to the repository's root. */
  file: string;
  /** A text that occurs exactly once in that file. */
  find: string;
  /** The replacement. */
  replace: string;
}

/** Bugs that the contract suite must detect on every runtime. */
export const mutations: readonly Mutation[] = [
  {
    name: "mock: an expired token is accepted",
    file: "mock-server/world/tokens/decoded-token.ts",
    find: "if (claims.exp <= Math.floor(now() / 1000))",
    replace: "if (claims.exp <= 0)",
  },
  {
    name: "mock: the signature is not checked",
    file: "mock-server/world/tokens/tokens.ts",
    find: `} catch {
        return undefined;`,
    replace: `} catch (error) {
        if (Reflect.get(Object(error), "code") === "ERR_JWS_SIGNATURE_VERIFICATION_FAILED") {
          const [, payload = ""] = token.split(".");
          return JSON.parse(atob(payload.replaceAll("-", "+").replaceAll("_", "/")));
        }
        return undefined;`,
  },
  {
    name: "mock: a revoked app's tokens still work",
    file: "mock-server/world/tokens/decoded-token.ts",
    find: 'blockReason(found) ?? "good"',
    replace: '"good"',
  },
  {
    name: "mock: a cut body ends as if it were complete",
    file: "mock-server/support/connection.ts",
    find: 'body.error("A cutBody fault ended this response early");',
    replace: "body.close();",
  },
  {
    name: "mock: a fault does not wait for its turn",
    file: "mock-server/world/faults/faults.ts",
    find: "seen >= (fault.match?.nth ?? 1)",
    replace: "seen >= 1",
  },
  {
    name: "mock: a dropped request gets a response",
    file: "mock-server/middleware/apply-faults.ts",
    find: "return () => Promise.reject(new ConnectionDropped());",
    replace: "return () => Promise.resolve(new Response());",
  },
  {
    name: "mock: only one name of the secret is accepted",
    file: "mock-server/world/tokens/token-secret.ts",
    find: "secret = appSecret }",
    replace: "secret }",
  },
  {
    name: "client: no single flight",
    file: "src/auth/single-flight.ts",
    find: "if (running === undefined) return await start(options);",
    replace: "if (running === undefined || flights.size > 0) return await start(options);",
  },
  {
    name: "client: the token is refreshed after every 401",
    file: "src/auth/refresh-after-401.ts",
    find: "return await attempt(fresh);",
    replace: `if (state.attempts >= 15) return await attempt(fresh);
  state.refreshed = false;
  return await refreshAfter401(tokenProvider, { deadline, state, canSendAgain, attempt });`,
  },
  {
    name: "client: the local clock is trusted",
    file: "src/auth/clock-skew.ts",
    find: "(serverTime ?? sentAt)",
    replace: "sentAt",
  },
  {
    name: "client: secrets are not redacted in errors",
    file: "src/http/redact.ts",
    find: "return withoutJwts(secrets.masked(cut, MASK));",
    replace: "return withoutJwts(cut);",
  },
  {
    name: "mock: a batch over the limit is accepted",
    file: "mock-server/middleware/batch-size.ts",
    find: "if (count > limit) throw",
    replace: "if (count > limit && limit < 1) throw",
  },
  {
    name: "mock: PATCH replaces instead of merging",
    file: "mock-server/world/collections/collection.ts",
    find: "data: { ...before.data, ...data },",
    replace: "data,",
  },
  {
    name: "mock: unknown fields are accepted",
    file: "mock-server/world/collections/fields.ts",
    find: "const field = fieldFor(name, at);\n        if (refusesType)",
    replace: "const field = fields.get(name);\n        if (field && refusesType)",
  },
  {
    name: "mock: an external ID can be used twice",
    file: "mock-server/world/collections/uniqueness.ts",
    find: "if (owner !== undefined) {",
    replace: "if (false) {",
  },
  {
    name: "client: a bulk POST is sent again after a lost response",
    file: "src/records/bulk.ts",
    find: 'idempotent: method === "PATCH"',
    replace: "idempotent: true",
  },
  {
    name: "client: an ingest's failedRecords are ignored",
    file: "src/records/ingest.ts",
    find: "return judgeCounts(batch, response, { ...body, errors: shown });",
    replace: "return {};",
  },
  {
    name: "client: a stream ends early without an error",
    file: "src/records/stream.ts",
    find: "reader.end();",
    replace: "",
  },
  {
    name: "client: a 404 after a lost DELETE is a failure",
    file: "src/http/lost-delete.ts",
    find: 'method === "DELETE" && response.status === 404 && maybeAppliedBefore &&',
    replace: "false &&",
  },
  {
    name: "client: a list ends after its first page",
    file: "src/records/list.ts",
    find: "if (!isAtEnd) return Math.floor(position / size);",
    replace: "return undefined;",
  },
  {
    name: "client: a batch is unsent by its last response, whatever came before",
    file: "src/records/record-outcomes.ts",
    find: "if (maybeApplied) unknown.push",
    replace: "if (maybeApplied && !isRefusal(error)) unknown.push",
  },
  {
    name: "client: a 200 with failures counts as success",
    file: "src/records/contradiction.ts",
    find: "if (!isObject(body) || isRecord(body)) return undefined;",
    replace: "return undefined;",
  },
  {
    name: "client: the text of a 200 is shown as it is",
    file: "src/http/json-call.ts",
    find: "returned ${status}, ${redactor.shown(what)}`",
    replace: "returned ${status}, ${what}`",
  },
  {
    name: "client: an upsert forgets that an earlier request may have been applied",
    file: "src/records/upsert.ts",
    find: "mayHaveBeenApplied ||= error.mayHaveBeenApplied === true;",
    replace: "mayHaveBeenApplied = error.mayHaveBeenApplied === true;",
  },
  {
    name: "client: NaN is sent as null",
    file: "src/http/json-value.ts",
    find: "return Number.isFinite(value) ? undefined : lost(String(value));",
    replace: "return undefined;",
  },
  {
    name: "client: a list does not step back when records are deleted",
    file: "src/records/list.ts",
    find: "if (shrunkBy > 0 && position > 0) {",
    replace: "if (shrunkBy < 0) {",
  },
  {
    name: "client: it does not slow down after a 429",
    file: "src/http/transport.ts",
    find: "rateLimiter.slowDown();",
    replace: "",
  },
];
