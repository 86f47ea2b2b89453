/** A mutant that no test can notice, because the program behaves the same. */
export interface EquivalentMutant {
  file: string;
  /** The text of its first line, without the space around it. */
  line: string;
  /** The change as `npm run mutate` prints it. */
  change: string;
  /** Why the program behaves the same. */
  reason: string;
}

const PARSED_IN_VAIN = "Only objects are used of what is parsed. Not to parse the rest saves time.";

const STOPPED = "There is no result only after a stop, and then no other error counts.";

const IN_ITS_TENANT = "A tenant that has registered an App ID has this app.";

const RETURNS_NOTHING = "The function returns nothing at its end either.";

const NO_ROOT_PROBLEM = "The name is for problems without a path, and there are none.";

const OFF = "No number is greater than a text. The comparison saves memory.";

const KEY = "Each key is as good as another, as long as it is the same for all letter cases.";

const ZONE_IS_LAST = "In a valid time, nothing that looks like an offset is elsewhere.";

const FOR_THE_TYPES = "The default is never used. It is there for the types.";

const NO_JSON = "No other text is JSON. Not to parse it saves time.";

const WAITED_IN_VAIN = "To wait for what is there already takes longer.";

const FALSE_IS_ZERO = "Compared with a number, false is 0, and true never comes.";

const PARSED_AGAIN = "A long row is parsed more often, which takes longer.";

const PAPA = 'Papa Parse takes anything else as "\\n".';

/** The routes whose path is that of their parent. */
const ROOTS: readonly [file: string, line: string][] = [
  [
    "bulk.ts",
    'routes.post("/", checkBatchSize("records"), validateJson(anyBulkCreateRequest), (c) => {',
  ],
  [
    "bulk.ts",
    'routes.patch("/", checkBatchSize("records"), validateJson(bulkUpdateRequest), (c) => {',
  ],
  [
    "bulk.ts",
    'routes.delete("/", checkBatchSize("recordIds"), validateJson(bulkDeleteRequest), (c) => {',
  ],
  ["collections.ts", 'routes.get("/", (c) => {'],
  ["collections.ts", 'routes.route("/", pageRoutes());'],
  ["collections.ts", 'routes.route("/", reservedWords());'],
  ["collections.ts", 'routes.route("/", recordRoutes());'],
  [
    "external.ts",
    'routes.get("/", (c) => answer(c, c.get("collection").toWire(linkedRecord(c))));',
  ],
  ["external.ts", 'routes.patch("/", validateJson(recordChange), (c) => {'],
  ["external.ts", 'routes.delete("/", (c) => {'],
  [
    "ingest.ts",
    'routes.post("/", checkBatchSize("records"), validateJson(ingestRequest), (c) => {',
  ],
  ["page.ts", 'routes.get("/", validateQuery(pageQuery), (c) => {'],
  ["records.ts", 'routes.post("/", validateJson(anyNewRecord), (c) => {'],
  ["stream.ts", 'routes.get("/", validateQuery(streamQuery), (c) => {'],
];

/** The mutants that count as killed. `npm run mutate` fails if one no longer exists or a test kills it. */
export const equivalentMutants: readonly EquivalentMutant[] = [
  {
    file: "mock-server/middleware/apply-faults.ts",
    line: 'await clock.sleep(milliseconds("duration", duration), signal);',
    change: '"duration" -> ""',
    reason: "The name is for an error, but the duration was checked when the fault was added.",
  },
  {
    file: "mock-server/middleware/cross-origin.ts",
    line: "return /^https?:/.test(text) && URL.canParse(text) && new URL(text).origin === text;",
    change: "/^https?:/ -> /https?:/",
    reason: "A URL that contains https: after its beginning is never equal to its origin.",
  },
  {
    file: "mock-server/middleware/cross-origin.ts",
    line: 'return checked(wrapped, { cors: options }, "cors").cors.origins;',
    change: '"cors" -> ""',
    reason: NO_ROOT_PROBLEM,
  },
  {
    file: "mock-server/middleware/find-collection.ts",
    line: 'const name = c.req.param("collection") ?? "";',
    change: '"" -> "Stryker was here!"',
    reason: FOR_THE_TYPES,
  },
  {
    file: "mock-server/middleware/find-tenant.ts",
    line: "if (tenant === undefined || app === undefined) return undefined;",
    change:
      "tenant === undefined || app === undefined -> tenant === undefined && app === undefined",
    reason: IN_ITS_TENANT,
  },
  {
    file: "mock-server/middleware/find-tenant.ts",
    line: "if (tenant === undefined || app === undefined) return undefined;",
    change: "tenant === undefined -> false",
    reason: IN_ITS_TENANT,
  },
  {
    file: "mock-server/middleware/find-tenant.ts",
    line: "if (tenant === undefined || app === undefined) return undefined;",
    change: "app === undefined -> false",
    reason: IN_ITS_TENANT,
  },
  {
    file: "mock-server/middleware/json-body.ts",
    line: 'return JSON.parse(c.get("body")?.text ?? "");',
    change: 'c.get("body")?.text -> c.get("body").text',
    reason: "A request with JSON always has a body here. The operator is there for the types.",
  },
  {
    file: "mock-server/middleware/json-body.ts",
    line: 'return JSON.parse(c.get("body")?.text ?? "");',
    change: '"" -> "Stryker was here!"',
    reason: FOR_THE_TYPES,
  },
  {
    file: "mock-server/middleware/json-body.ts",
    line: "} catch {",
    change: "{ return undefined; } -> {}",
    reason: RETURNS_NOTHING,
  },
  {
    file: "mock-server/middleware/not-found.ts",
    line: 'return path.split("/").filter((name) => name.startsWith("{")).length;',
    change: '"/" -> ""',
    reason: "A path has braces only around its parameters.",
  },
  {
    file: "mock-server/middleware/rate-limit.ts",
    line: 'return isByApp ? c.get("appId") ?? "" : "";',
    change: '"" -> "Stryker was here!"',
    reason: "Any text will do that is not an App ID.",
  },
  {
    file: "mock-server/middleware/retry-after.ts",
    line: 'case "absent":',
    change: 'case "absent": return undefined; -> case "absent":',
    reason: RETURNS_NOTHING,
  },
  {
    file: "mock-server/middleware/retry-after.ts",
    line: 'case "absent":',
    change: '"absent" -> ""',
    reason: RETURNS_NOTHING,
  },
  {
    file: "mock-server/middleware/read-body.ts",
    line: "const text = length === null ? await bounded(c.req.raw.body) : await c.req.text();",
    change: "length === null -> true",
    reason: "To read the body in one piece only saves time.",
  },
  {
    file: "mock-server/middleware/validate-query.ts",
    line: 'return refuse(c, "invalidRequest", { problems: problemsIn(result.error, "query") });',
    change: '"query" -> ""',
    reason: NO_ROOT_PROBLEM,
  },
  {
    file: "mock-server/routes/external.ts",
    line: 'const { service = "", externalId = "" } = c.req.param();',
    change: '"" -> "Stryker was here!"',
    reason: FOR_THE_TYPES,
  },
  {
    file: "mock-server/routes/token.ts",
    line: 'if (app === undefined || !(await isSecretOf(app, secretOf(secrets, option) ?? ""))) {',
    change: '"" -> "Stryker was here!"',
    reason: FOR_THE_TYPES,
  },
  ...ROOTS.map(([file, line]) => ({
    file: `mock-server/routes/${file}`,
    line,
    change: '"/" -> ""',
    reason: 'Hono takes "" as "/".',
  })),
  {
    file: "mock-server/world/tokens/decoded-token.ts",
    line: "} catch {",
    change: "{ return undefined; } -> {}",
    reason: RETURNS_NOTHING,
  },
  {
    file: "mock-server/world/tokens/tokens.ts",
    line: "} catch {",
    change: "{ return undefined; } -> {}",
    reason: RETURNS_NOTHING,
  },
  {
    file: "mock-server/world/tokens/tokens.ts",
    line: 'const signature = token.split(".").at(-1) ?? "";',
    change: '"" -> "Stryker was here!"',
    reason: FOR_THE_TYPES,
  },
  {
    file: "mock-server/world/limits/limit-options.ts",
    line: 'const { limits } = checked(wrapped, withoutUndefined({ limits: options }), "limits");',
    change: '"limits" -> ""',
    reason: NO_ROOT_PROBLEM,
  },
  {
    file: "mock-server/world/limits/rate-limiter.ts",
    line: 'if (limit === "off") return { take: () => undefined, clear: () => {} };',
    change: 'limit === "off" -> false',
    reason: OFF,
  },
  {
    file: "mock-server/world/limits/rate-limiter.ts",
    line: 'if (limit === "off") return { take: () => undefined, clear: () => {} };',
    change: '"off" -> ""',
    reason: OFF,
  },
  {
    file: "mock-server/world/limits/rate-limiter.ts",
    line: "while (times[0] !== undefined && end(times[0]) <= now) times.shift();",
    change: "times[0] !== undefined -> true",
    reason: "The end of no time is NaN. The comparison is there for the types.",
  },
  {
    file: "mock-server/world/limits/rate-limiter.ts",
    line: "if (times.length >= limit && oldest !== undefined) return end(oldest) - now;",
    change: "oldest !== undefined -> true",
    reason: "A limit is at least 1. The comparison is there for the types.",
  },
  {
    file: "mock-server/world/apps/app-registration.ts",
    line: "for (let i = 0; i < one.length; i++) difference |= (one[i] ?? 0) ^ (other[i] ?? 0);",
    change: "i < one.length -> i <= one.length",
    reason: "After the end both have nothing, so they do not differ.",
  },
  {
    file: "mock-server/world/apps/apps.ts",
    line: "const key = appId.toLowerCase();",
    change: "appId.toLowerCase() -> appId.toUpperCase()",
    reason: KEY,
  },
  {
    file: "mock-server/world/faults/chaos.ts",
    line: "return hit < rate ? kinds[Math.floor(choice * kinds.length)] : undefined;",
    change: "hit < rate -> hit <= rate",
    reason: "Only one of 4 billion numbers makes a difference.",
  },
  {
    file: "mock-server/world/faults/fault-schema.ts",
    line: 'return milliseconds("duration", value) <= LONGEST_DELAY;',
    change: '"duration" -> ""',
    reason: "The name is for an error that is caught here.",
  },
  {
    file: "mock-server/world/faults/fault-schema.ts",
    line: "} catch {",
    change: "{ return false; } -> {}",
    reason: "Without a value, the function returns nothing, which counts as false.",
  },
  {
    file: "mock-server/world/tenant/dry-run.ts",
    line: "const newId = () => `dry run ${made++}`;",
    change: "made++ -> made--",
    reason: "The IDs still differ from each other.",
  },
  {
    file: "mock-server/world/tenant/dry-run.ts",
    line:
      "fill(createCollections({ now: () => 0, newId, behaviors, createStore: createMemoryStore }));",
    change: "() => 0 -> () => undefined",
    reason: "Nobody reads the records of a dry run.",
  },
  {
    file: "mock-server/world/behaviors/behaviors.ts",
    line:
      'return checked(wrapped, withoutUndefined({ behaviors: changes }), "behaviors").behaviors;',
    change: '"behaviors" -> ""',
    reason: NO_ROOT_PROBLEM,
  },
  {
    file: "mock-server/world/journal/journal.ts",
    line:
      'const { journal } = checked(wrapped, withoutUndefined({ journal: options }), "journal");',
    change: '"journal" -> ""',
    reason: NO_ROOT_PROBLEM,
  },
  {
    file: "mock-server/world/journal/journal-match.ts",
    line: 'return checked(given, { match }, "match").match;',
    change: '"match" -> ""',
    reason: NO_ROOT_PROBLEM,
  },
  {
    file: "mock-server/world/journal/stored-body.ts",
    line: 'const [word = ""] = /[\\w+/%\\\\-]*$/.exec(text.slice(-LONGEST_SECRET)) ?? [];',
    change: '[] -> ["Stryker was here"]',
    reason: "The pattern matches every text. The default is there for the types.",
  },
  {
    file: "mock-server/world/journal/stored-body.ts",
    line: 'const [word = ""] = /[\\w+/%\\\\-]*$/.exec(text.slice(-LONGEST_SECRET)) ?? [];',
    change: '"" -> "Stryker was here!"',
    reason: FOR_THE_TYPES,
  },
  {
    file: "mock-server/world/clock/clock-time.ts",
    line: "if (time > lastSeen) passed += time - lastSeen;",
    change: "time > lastSeen -> time >= lastSeen",
    reason: "The difference of equal times is 0.",
  },
  {
    file: "mock-server/world/clock/duration.ts",
    line:
      'for (const [, amount, unit = ""] of text.matchAll(/(\\d+(?:\\.\\d+)?)\\s*(ms|s|m|h|d)/g)) {',
    change: '"" -> "Stryker was here!"',
    reason: FOR_THE_TYPES,
  },
  {
    file: "mock-server/world/clock/instant.ts",
    line: "return time !== undefined && Math.abs(time) <= LATEST ? time : undefined;",
    change: "time !== undefined -> true",
    reason: "Math.abs(undefined) is NaN, which is not less than anything.",
  },
  {
    file: "mock-server/world/clock/manual-clock.ts",
    line: "reject(signal?.reason);",
    change: "signal?.reason -> signal.reason",
    reason: "Only a signal calls it. The question mark is there for the types.",
  },
  {
    file: "mock-server/world/clock/manual-clock.ts",
    line: "if (!isSet && target < now()) time.show(target);",
    change: "target < now() -> target <= now()",
    reason: "The clock shows this time already.",
  },
  {
    file: "mock-server/world/clock/moves.ts",
    line: "if (until > time.now()) time.show(until);",
    change: "until > time.now() -> until >= time.now()",
    reason: "The clock shows this time already.",
  },
  {
    file: "mock-server/world/clock/moves.ts",
    line: "woken += 1;",
    change: "woken += 1 -> woken -= 1",
    reason: "It is only compared with an earlier value.",
  },
  {
    file: "mock-server/world/collections/links.ts",
    line: 'if (behaviors.get("external.duplicate") !== "move") return;',
    change: 'behaviors.get("external.duplicate") !== "move" -> false',
    reason: "Otherwise a link that another record has was refused before.",
  },
  {
    file: "mock-server/world/collections/collection.ts",
    line: "? [...records].sort((a, b) => a.id < b.id ? -1 : 1)",
    change: "a.id < b.id -> a.id <= b.id",
    reason: "No two records have the same ID.",
  },
  {
    file: "mock-server/world/collections/collection.ts",
    line: "if (after !== record) store.replace(after);",
    change: "after !== record -> true",
    reason: "Not to write the same record again only saves time.",
  },
  {
    file: "mock-server/world/collections/collection.ts",
    line: "remove: (recordId) => removeAll([recordId], () => []),",
    change: "() => [] -> () => undefined",
    reason: "The record exists, so no error shows its place.",
  },
  {
    file: "mock-server/world/collections/collection.ts",
    line: "remove: (recordId) => removeAll([recordId], () => []),",
    change: '[] -> ["Stryker was here"]',
    reason: "The record exists, so no error shows its place.",
  },
  {
    file: "mock-server/world/collections/collection.ts",
    line: "for (const { id: recordId } of all().reverse()) store.remove(recordId);",
    change: "all().reverse() -> all()",
    reason: "The order only saves time.",
  },
  {
    file: "mock-server/world/clock/time-zone.ts",
    line: "const ZONE = /(?:Z|[+-]\\d\\d:\\d\\d)$/;",
    change: "/(?:Z|[+-]\\d\\d:\\d\\d)$/ -> /(?:Z|[+-]\\d\\d:\\d\\d)/",
    reason: ZONE_IS_LAST,
  },
  {
    file: "mock-server/world/collections/fields.ts",
    line: "const hidden = names.filter((name) => fields.get(name)?.hidden);",
    change: "fields.get(name)?.hidden -> fields.get(name).hidden",
    reason: "The names are those of the fields. The operator is there for the types.",
  },
  {
    file: "mock-server/world/collections/fields.ts",
    line: "hidden: hidden.length === 0 ? undefined : new Set(hidden),",
    change: "hidden.length === 0 -> false",
    reason: "Without hidden fields, a copy of the record is the same. The comparison saves time.",
  },
  {
    file: "mock-server/world/collections/memory-store/creation-order.ts",
    line: "if ((this.#chunks[middle]?.positions[0] ?? 0) <= position) low = middle + 1;",
    change: "this.#chunks[middle]?.positions -> this.#chunks[middle].positions",
    reason: "The index is always in the list. The operator is there for the types.",
  },
  {
    file: "mock-server/world/collections/memory-store/memory-store.ts",
    line: "if (!joined.has(service)) byService.get(service)?.remove(entry);",
    change: "byService.get(service)?.remove -> byService.get(service).remove",
    reason:
      "A service that a record was linked to has its list. The operator is there for the types.",
  },
  {
    file: "mock-server/world/collections/memory-store/memory-store.ts",
    line: "if (record.external !== before) link(entry, before, record.external);",
    change: "record.external !== before -> true",
    reason: "To keep the links in place only saves time.",
  },
  {
    file: "mock-server/world/collections/memory-store/update-order.ts",
    line: "return found.reverse().sort((a, b) => a.position - b.position);",
    change: "found.reverse() -> found",
    reason: "They are sorted anyway. The likely order saves time.",
  },
  {
    file: "mock-server/world/collections/memory-store/update-order.ts",
    line: "while (older !== undefined && older.record.updatedAt > entry.record.updatedAt) {",
    change:
      "older.record.updatedAt > entry.record.updatedAt -> older.record.updatedAt >= entry.record.updatedAt",
    reason: "Records of the same time are always found together, and sorted by creation.",
  },
  {
    file: "src/errors/server-message.ts",
    line: "if (body === undefined || !/^\\s*\\{/.test(body)) return undefined;",
    change: "body === undefined || !/^\\s*\\{/.test(body) -> false",
    reason: PARSED_IN_VAIN,
  },
  {
    file: "src/errors/server-message.ts",
    line: "if (body === undefined || !/^\\s*\\{/.test(body)) return undefined;",
    change:
      "body === undefined || !/^\\s*\\{/.test(body) -> body === undefined && !/^\\s*\\{/.test(body)",
    reason: PARSED_IN_VAIN,
  },
  {
    file: "src/errors/server-message.ts",
    line: "if (body === undefined || !/^\\s*\\{/.test(body)) return undefined;",
    change: "/^\\s*\\{/ -> /\\s*\\{/",
    reason: PARSED_IN_VAIN,
  },
  {
    file: "src/errors/server-message.ts",
    line: "if (body === undefined || !/^\\s*\\{/.test(body)) return undefined;",
    change: "body === undefined -> false",
    reason: 'The pattern does not match "undefined". The comparison is there for the types.',
  },
  {
    file: "src/shared-budget/create-budget.ts",
    line: 'await deadline.guard("response", () => receive().finally(() => isLate = false));',
    change: '"response" -> ""',
    reason: "The text is part of an error that is never shown.",
  },
  {
    file: "src/auth/safe-token-store.ts",
    line: "if (!isPromise(returned)) return returned;",
    change: "!isPromise(returned) -> false",
    reason: WAITED_IN_VAIN,
  },
  {
    file: "src/auth/safe-token-store.ts",
    line: 'return typeof value === "object" && value !== null && "then" in value;',
    change: 'typeof value === "object" && value !== null && "then" in value -> true',
    reason: WAITED_IN_VAIN,
  },
  {
    file: "src/auth/token-origin.ts",
    line: 'const credentials = { appId: appId ?? "", appSecret: appSecret ?? "" };',
    change: '"" -> "Stryker was here!"',
    reason: FOR_THE_TYPES,
  },
  {
    file: "src/auth/create-coordinator.ts",
    line: '"response",',
    change: '"response" -> ""',
    reason: "The text is part of an error that is never shown.",
  },
  {
    file: "src/client-fetch.ts",
    line: "controller.byobRequest?.respond(0);",
    change: "controller.byobRequest?.respond -> controller.byobRequest.respond",
    reason: "The stream is closed by then, so an error here has no effect.",
  },
  {
    file: "src/http/body.ts",
    line: "return length !== null && /^\\d+$/.test(length) && Number(length) <= maxBytes &&",
    change: "length !== null -> true",
    reason: 'The pattern does not match "null". The comparison is there for the types.',
  },
  {
    file: "src/http/body.ts",
    line: "if (response.body !== null) cancel(response.body);",
    change: "response.body !== null -> true",
    reason:
      "To cancel nothing is an error, which is ignored. The comparison is there for the types.",
  },
  {
    file: "src/http/call-state.ts",
    line: "maybeAppliedBefore: false,",
    change: "false -> true",
    reason: "Sending a request sets it before it is read.",
  },
  {
    file: "src/http/comparable-text.ts",
    line: "if (from === 0) return false;",
    change: "false -> true",
    reason: "The further rounds find nothing either. To end early saves time.",
  },
  {
    file: "src/http/comparable-text.ts",
    line: 'replace(/\\\\+/g, () => "");',
    change: "/\\\\+/g -> /\\\\/g",
    reason: "To remove them one by one takes longer.",
  },
  {
    file: "src/http/comparable-text.ts",
    line: "return text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase())",
    change: "/[A-Z]+/g -> /[A-Z]/g",
    reason: "To change them one by one takes longer.",
  },
  {
    file: "src/http/comparable-text.ts",
    line: "if (from === 0) return false;",
    change: "from === 0 -> false",
    reason: "Without a match the text stays the same. To end early saves time.",
  },
  {
    file: "src/http/comparable-text.ts",
    line:
      'const code = decimal === undefined ? parseInt(unit ?? byte ?? hex ?? "", 16) : Number(decimal);',
    change: '"" -> "Stryker was here!"',
    reason: FOR_THE_TYPES,
  },
  {
    file: "src/http/exchange.ts",
    line: "init.body = plain.body?.pipeThrough(new TransformStream()) ?? null;",
    change: "plain.body?.pipeThrough -> plain.body.pipeThrough",
    reason: "A response with a text always has a body. The operator is there for the types.",
  },
  {
    file: "src/http/fetch-defects.ts",
    line: "return status >= 200 && status < 300;",
    change: "status >= 200 -> true",
    reason: "A response with a lower status was refused before.",
  },
  {
    file: "src/http/retry.ts",
    line:
      'const given = typeof options === "object" ? options : { limit: options === false ? 0 : options };',
    change: "options === false -> false",
    reason: FALSE_IS_ZERO,
  },
  {
    file: "src/http/retry.ts",
    line:
      'const given = typeof options === "object" ? options : { limit: options === false ? 0 : options };',
    change: "false -> true",
    reason: FALSE_IS_ZERO,
  },
  {
    file: "src/http/secret-parts.ts",
    line: "if (parts !== undefined) return parts;",
    change: "parts !== undefined -> false",
    reason: "To make them again takes longer.",
  },
  {
    file: "src/http/rate-limit.ts",
    line: "while ((slots[remembered]?.at ?? Infinity) <= now) slots.shift();",
    change: "(slots[remembered]?.at ?? Infinity) <= now -> false",
    reason: "Only the newest slots are looked at. To forget the others saves memory.",
  },
  {
    file: "src/http/rate-limit.ts",
    line: "while ((slots[remembered]?.at ?? Infinity) <= now) slots.shift();",
    change:
      "(slots[remembered]?.at ?? Infinity) <= now -> (slots[remembered]?.at ?? Infinity) < now",
    reason: "Only the newest slots are looked at. To forget the others saves memory.",
  },
  {
    file: "src/http/rate-limit.ts",
    line: "while ((slots[remembered]?.at ?? Infinity) <= now) slots.shift();",
    change: "slots[remembered]?.at ?? Infinity -> slots[remembered]?.at && Infinity",
    reason: "Only the newest slots are looked at. To forget the others saves memory.",
  },
  {
    file: "src/http/redact.ts",
    line: 'const part = parts[i] ?? "";',
    change: '"" -> "Stryker was here!"',
    reason: "The index is always in the list. The default is there for the types.",
  },
  {
    file: "src/http/secret-parts.ts",
    line: "for (let i = 0; i + length <= text.length; i++) {",
    change: "i + length -> i - length",
    reason: "What remains at the end is shorter than each part of this length.",
  },
  {
    file: "src/http/secret-parts.ts",
    line: "at = end < 0 ? text.length : end;",
    change: "end < 0 -> end <= 0",
    reason: "The end is after a marked character, so it is never 0.",
  },
  {
    file: "src/records/record-ids.ts",
    line: "if (one === other) return false;",
    change: "one === other -> false",
    reason: "Equal IDs are equal in lower case, too. The comparison saves time.",
  },
  {
    file: "src/records/batches.ts",
    line: "if (!result?.done) return result?.value;",
    change: "result?.done -> result.done",
    reason: STOPPED,
  },
  {
    file: "src/records/batches.ts",
    line: "if (!result?.done) return result?.value;",
    change: "result?.value -> result.value",
    reason: STOPPED,
  },
  {
    file: "src/records/list.ts",
    line: "let seeksOverlap = false;",
    change: "false -> true",
    reason: "It has no effect on the first page, and reading that page sets it.",
  },
  {
    file: "src/records/list.ts",
    line: "const lacks = () => total !== undefined && Math.max(0, found - deleted) < total;",
    change: "total !== undefined -> true",
    reason: "It is called after a page was read. The comparison is there for the types.",
  },
  {
    file: "src/records/list.ts",
    line: "if (oldest !== undefined) given.delete(oldest);",
    change: "oldest !== undefined -> true",
    reason: "There are more than none. The comparison is there for the types.",
  },
  {
    file: "src/records/list.ts",
    line: "if (shrunkBy > 0 && position > 0) {",
    change: "position > 0 -> true",
    reason: "At the start there is nothing to step back over.",
  },
  {
    file: "src/records/list.ts",
    line: "if (shrunkBy > 0 && position > 0) {",
    change: "position > 0 -> position >= 0",
    reason: "At the start there is nothing to step back over.",
  },
  {
    file: "src/records/list.ts",
    line: 'let previous = "";',
    change: '"" -> "Stryker was here!"',
    reason: "No page has these words as its IDs.",
  },
  {
    file: "src/records/list.ts",
    line: 'previous = "";',
    change: '"" -> "Stryker was here!"',
    reason: "No page has these words as its IDs.",
  },
  {
    file: "src/records/list.ts",
    line: "foundInPass += fresh.length;",
    change: "foundInPass += fresh.length -> foundInPass -= fresh.length",
    reason: "Only whether it is 0 makes a difference.",
  },
  {
    file: "src/records/list.ts",
    line: "if (total === undefined) return 0;",
    change: "total === undefined -> false",
    reason:
      "No position is at an unknown end, so it is page 0. The comparison is there for the types.",
  },
  {
    file: "src/records/list.ts",
    line: "if (total !== undefined && found < total) {",
    change: "total !== undefined -> true",
    reason: "No number is less than nothing. The comparison is there for the types.",
  },
  {
    file: "src/records/page.ts",
    line:
      "page.pageIndex === pageIndex || page.pageIndex < pageIndex && !pageExists(pageIndex, page),",
    change: "page.pageIndex < pageIndex -> page.pageIndex <= pageIndex",
    reason: "The comparison before covers the equal index.",
  },
  {
    file: "src/records/stream.ts",
    line:
      "for (const list of checkRead === undefined ? [found] : found.map((record) => [record])) {",
    change: "checkRead === undefined -> false",
    reason: "The same records, one by one. Whole lists save time.",
  },
  {
    file: "src/records/contradiction.ts",
    line: "if (id === undefined || !areDifferentUuids(id, record.id)) return;",
    change: "id === undefined -> false",
    reason: "Nothing is not a UUID. The comparison is there for the types.",
  },
  {
    file: "tools/csv/cell.ts",
    line: 'if (!/^\\s*["[{tfn\\d-]/.test(cell)) return cell;',
    change: '!/^\\s*["[{tfn\\d-]/.test(cell) -> false',
    reason: NO_JSON,
  },
  {
    file: "tools/csv/cell.ts",
    line: 'if (!/^\\s*["[{tfn\\d-]/.test(cell)) return cell;',
    change: '/^\\s*["[{tfn\\d-]/ -> /\\s*["[{tfn\\d-]/',
    reason: NO_JSON,
  },
  {
    file: "tools/csv/csv-text.ts",
    line: "enough = Math.min(Math.max(PIECE, text.length * 2), LONGEST_ROW + PIECE);",
    change: "Math.max(PIECE, text.length * 2) -> Math.min(PIECE, text.length * 2)",
    reason: PARSED_AGAIN,
  },
  {
    file: "tools/csv/csv-text.ts",
    line: "enough = Math.min(Math.max(PIECE, text.length * 2), LONGEST_ROW + PIECE);",
    change: "text.length * 2 -> text.length / 2",
    reason: PARSED_AGAIN,
  },
  {
    file: "tools/csv/csv-text.ts",
    line: "enough = Math.min(Math.max(PIECE, text.length * 2), LONGEST_ROW + PIECE);",
    change: "LONGEST_ROW + PIECE -> LONGEST_ROW - PIECE",
    reason: PARSED_AGAIN,
  },
  {
    file: "tools/csv/csv-text.ts",
    line:
      'return { delimiter, newline: newline === "\\r\\n" || newline === "\\r" ? newline : "\\n" };',
    change: 'newline === "\\r\\n" || newline === "\\r" -> true',
    reason: PAPA,
  },
  {
    file: "tools/csv/csv-text.ts",
    line:
      'return { delimiter, newline: newline === "\\r\\n" || newline === "\\r" ? newline : "\\n" };',
    change: '"\\n" -> ""',
    reason: PAPA,
  },
];
