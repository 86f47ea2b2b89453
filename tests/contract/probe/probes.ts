import type { Finding, SwitchId } from "../../../mock-server/mod.ts";
import { notSeen, shows } from "./finding.ts";
import { isObject, list, newLink, type ProbeContext, property } from "./probe-context.ts";

/** Finds out which option of a behavior a deployment shows. */
export type Probe = (context: ProbeContext) => Promise<Finding>;

const UNKNOWN_ID = "00000000-0000-4000-8000-000000000000";
const NOON = "2026-01-31T12:00:00Z";
const UNKNOWN_FIELD = "noSuchFieldAnywhere";
const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
const MOST_REQUESTS = 200;

/** The probes, by behavior. A behavior without one cannot be found out. */
export const PROBES: Readonly<Partial<Record<SwitchId, Probe>>> = {
  async "request.content-type"({ credentials, requestToken, other }) {
    const seen = await requestToken(credentials, "text/plain");
    if (seen.status === 200) return shows("ignore");
    return seen.status === 400 ? shows("refuse") : other(seen);
  },

  async "token.two-secrets"({ credentials: { appId, appSecret }, requestToken, other }) {
    const wrong = `${"A".repeat(86)}==`;
    const first = await requestToken({ appId, appSecret, secret: wrong });
    if (first.status === 200) return shows("appSecret");
    const second = await requestToken({ appId, appSecret: wrong, secret: appSecret });
    if (second.status === 200) return shows("secret");
    return first.status === 400 && second.status === 400 ? shows("refuse") : other(first);
  },

  async "token.invalid-field"({ credentials: { appId }, requestToken, other }) {
    const seen = await requestToken({ appId, appSecret: "" });
    return seen.status === 400 || seen.status === 401 ? shows(String(seen.status)) : other(seen);
  },

  async "token.earlier"({ newToken, send, pause, other }) {
    const earlier = await newToken();
    await pause();
    await newToken();
    const seen = await send("status", { headers: { authorization: `Bearer ${earlier}` } });
    if (seen.status === 200) return shows("valid");
    return seen.status === 401 ? shows("ended") : other(seen);
  },

  async "bearer.scheme"({ newToken, send, other }) {
    const seen = await send("status", { headers: { authorization: `bearer ${await newToken()}` } });
    if (seen.status === 200) return shows("any-case");
    return seen.status === 401 ? shows("exact") : other(seen);
  },

  async "bearer.signature"({ newToken, send, other }) {
    const token = await newToken();
    const last = ALPHABET.indexOf(token.slice(-1));
    const changed = token.slice(0, -1) + ALPHABET.charAt(last ^ 1);
    const seen = await send("status", { headers: { authorization: `Bearer ${changed}` } });
    if (seen.status === 200) return shows("any-spelling");
    return seen.status === 401 ? shows("one-spelling") : other(seen);
  },

  async "routing.unknown-path"({ send, other }) {
    const seen = await send("no-such-path");
    return seen.status === 401 || seen.status === 404 ? shows(String(seen.status)) : other(seen);
  },

  async "routing.wrong-method"({ call, other }) {
    const seen = await call("PUT", "status");
    return seen.status === 405 || seen.status === 404 ? shows(String(seen.status)) : other(seen);
  },

  async "routing.double-slash"({ call, other }) {
    const seen = await call("GET", "/status");
    if (seen.status === 200) return shows("collapse");
    return seen.status === 404 ? shows("404") : other(seen);
  },

  async "status.body"({ call, other }) {
    const seen = await call("GET", "status");
    if (seen.status !== 200) return other(seen);
    if (seen.text === "") return shows("empty");
    return isObject(seen.body) ? shows("object") : other(seen);
  },

  async "collections.shape"({ call, other }) {
    const seen = await call("GET", "collections");
    if (seen.status !== 200) return other(seen);
    if (Array.isArray(seen.body)) return shows("array");
    const name = ["records", "collections"].find((of) => Array.isArray(property(seen.body, of)));
    return name === undefined ? other(seen) : shows(name);
  },

  async "collections.slug"({ call, other }) {
    const seen = await call("GET", "collections");
    const items = Array.isArray(seen.body)
      ? seen.body
      : [...list(seen.body, "records"), ...list(seen.body, "collections")];
    if (seen.status !== 200) return other(seen);
    const [item] = items;
    if (item === undefined) return notSeen("the tenant has no collection");
    return shows(property(item, "slug") === undefined ? "absent" : "present");
  },

  "list.order": inCollection(async (context) => {
    const { add, call, collection, pause, other } = context;
    const { key } = newLink();
    const added: string[] = [];
    const addOne = async () => {
      added.push(await add({ external: [{ key, id: String(added.length) }] }));
      await pause();
    };
    for (let i = 0; i < 3; i++) await addOne();
    // The order of IDs must differ from the other two orders.
    for (let i = 0; i < 10 && isSorted(added.slice(1)); i++) await addOne();
    const [first = "", ...others] = added;
    await call("PATCH", `${collection}/${first}`, { data: { name: "Updated" } });
    const seen = await call("GET", `${collection}?externalService=${key}&pageSize=50`);
    const order = list(seen.body, "records").map((record) => property(record, "id")).join();
    if (order === added.join()) return shows("created");
    if (order === [...others, first].join()) return shows("updated");
    return order === [...added].sort().join() ? shows("id") : other(seen);
  }),

  "list.beyond-end": inCollection(async ({ add, call, collection, other }) => {
    const link = newLink();
    await add({ external: [link] });
    const page = `${collection}?externalService=${link.key}&pageSize=1`;
    const seen = await call("GET", `${page}&pageIndex=7`);
    if (seen.status === 400) return shows("400");
    if (seen.status !== 200) return other(seen);
    return shows(list(seen.body, "records").length === 0 ? "empty" : "repeat");
  }),

  "record.numeric-id": inCollection(async ({ add, read }) => {
    const record = await read(await add({}));
    return shows(typeof record["numericId"] === "number" ? "number" : "absent");
  }),

  "record.no-links": inCollection(async ({ add, read }) => {
    const { external } = await read(await add({}));
    if (external === undefined) return shows("absent");
    return shows(external === null ? "null" : "array");
  }),

  "record.times": inCollection(async ({ add, read }) => {
    const record = await read(await add({}));
    return shows("updatedAt" in record ? "present" : "absent");
  }),

  "fields.wrong-type": inCollection(async ({ call, collection, other }) => {
    const seen = await call("POST", collection, { data: { name: "Probe", amount: "many" } });
    if (seen.status === 200) return shows("store");
    return seen.status === 400 ? shows("refuse") : other(seen);
  }),

  "create.own-id": inCollection(async ({ call, collection, other }) => {
    const id = crypto.randomUUID();
    const seen = await call("POST", collection, { id, data: { name: "Probe" } });
    if (seen.status === 400) return shows("refuse");
    if (seen.status !== 200) return other(seen);
    return shows(property(seen.body, "id") === id ? "keep" : "ignore");
  }),

  "update.answer": inCollection(async ({ add, call, collection, other }) => {
    const id = await add({});
    const seen = await call("PATCH", `${collection}/${id}`, { data: { name: "Updated" } });
    if (seen.status === 204) return shows("204");
    if (seen.status !== 200) return other(seen);
    if (seen.text === "") return shows("empty");
    return property(seen.body, "id") === id ? shows("record") : other(seen);
  }),

  "update.external": inCollection(async ({ add, call, collection, read, other }) => {
    const [one, two] = [newLink(), newLink()];
    const id = await add({ external: [one] });
    const seen = await call("PATCH", `${collection}/${id}`, { external: [two] });
    const keys = list(await read(id), "external").map((link) => property(link, "key"));
    if (!keys.includes(two.key)) return other(seen);
    return shows(keys.includes(one.key) ? "merge" : "replace");
  }),

  "update.external-null": inCollection(async ({ add, call, collection, read }) => {
    const id = await add({ external: [newLink()] });
    await call("PATCH", `${collection}/${id}`, { data: { name: "Updated" }, external: null });
    return shows(list(await read(id), "external").length > 0 ? "keep" : "clear");
  }),

  "delete.answer": inCollection(async ({ add, call, collection, other }) => {
    const id = await add({});
    const seen = await call("DELETE", `${collection}/${id}`);
    if (seen.status === 204) return shows("204");
    if (seen.status !== 200) return other(seen);
    if (seen.text === "") return shows("empty");
    if (property(seen.body, "id") === id) return shows("record");
    return isObject(seen.body) ? shows("object") : other(seen);
  }),

  "bulk.answer": inCollection(async ({ call, collection, other }) => {
    const links = [newLink(), newLink()];
    const records = links.map((link) => ({ data: { name: "Probe" }, external: [link] }));
    const seen = await call("POST", `${collection}/bulk`, { records });
    // The response may not contain their IDs.
    for (const { key, id } of links) await call("DELETE", `${collection}/ext/${key}/${id}`);
    if (seen.status !== 200) return other(seen);
    if (seen.text === "") return shows("empty");
    if (property(seen.body, "processedRecords") === 2) return shows("counts");
    return list(seen.body, "records").length === 2 ? shows("records") : other(seen);
  }),

  "bulk.one-bad-record": inCollection(async ({ call, collection, other }) => {
    const link = newLink();
    const good = { data: { name: "Probe" }, external: [link] };
    const bad = { data: { [UNKNOWN_FIELD]: 1 } };
    const single = await call("POST", collection, bad);
    if (single.status !== 400) return notSeen("the collection accepts unknown fields");
    const seen = await call("POST", `${collection}/bulk`, { records: [good, bad] });
    const found = await call("GET", `${collection}/ext/${link.key}/${link.id}`);
    await call("DELETE", `${collection}/ext/${link.key}/${link.id}`);
    if (seen.status === 400 && found.status === 404) return shows("refuse-all");
    if (seen.status !== 200 || found.status !== 200) return other(seen);
    const hasErrors = list(seen.body, "errors").length > 0;
    return shows(hasErrors ? "partial-errors" : "partial-silent");
  }),

  "bulk.delete-missing": inCollection(async ({ add, call, collection, other }) => {
    const recordIds = [await add({}), UNKNOWN_ID];
    const seen = await call("DELETE", `${collection}/bulk`, { recordIds });
    if (seen.status === 400) return shows("refuse");
    if (seen.status !== 200) return other(seen);
    if (list(seen.body, "errors").length > 0) return shows("refuse");
    const done = property(seen.body, "processedRecords") ?? list(seen.body, "recordIds").length;
    if (seen.text !== "") return shows(done === 2 ? "ignore" : "refuse");
    // Without an answer, only a batch that is refused as a whole shows it.
    const bad = await call("POST", `${collection}/bulk`, {
      records: [{ data: { [UNKNOWN_FIELD]: 1 } }],
    });
    if (bad.status === 400) return shows("ignore");
    return list(bad.body, "errors").length > 0
      ? shows("ignore")
      : notSeen("masked by bulk.answer and bulk.one-bad-record: the response is empty");
  }),

  "external.duplicate": inCollection(async ({ add, call, collection, other }) => {
    const link = newLink();
    await add({ external: [link] });
    const seen = await call("POST", collection, { data: { name: "Second" }, external: [link] });
    if (seen.status === 400 || seen.status === 409) return shows(String(seen.status));
    const owner = await call("GET", `${collection}/ext/${link.key}/${link.id}`);
    const isMoved = seen.status === 200 &&
      property(owner.body, "id") === property(seen.body, "id");
    return isMoved ? shows("move") : other(seen);
  }),

  "external.patch-unknown": inCollection(async ({ call, collection, other }) => {
    const { key, id } = newLink();
    const path = `${collection}/ext/${key}/${id}`;
    const seen = await call("PATCH", path, { data: { name: "Probe" } });
    if (seen.status === 404) return shows("404");
    const created = await call("GET", path);
    if (seen.status >= 300 || created.status !== 200) return other(seen);
    await call("DELETE", path);
    return shows("create");
  }),

  "ingest.errors-when-none": ingesting((seen) => {
    if (!isObject(seen.body) || !("errors" in seen.body)) return shows("absent");
    return shows(seen.body["errors"] === null ? "null" : "array");
  }),

  "ingest.record-id": inCollection(async ({ call, collection, other }) => {
    const changes = [{ timestamp: NOON, data: { amount: 1 } }];
    const seen = await call("POST", `${collection}/ingest`, {
      records: [{ id: UNKNOWN_ID, changes }],
    });
    const [error] = list(seen.body, "errors");
    if (seen.status !== 200 || error === undefined) return other(seen);
    return shows(property(error, "recordId") === undefined ? "absent" : "present");
  }),

  "ingest.writes-record": ingesting(async (_, { read }, id) => {
    const { data } = await read(id);
    return shows(property(data, "amount") === 21 ? "yes" : "no");
  }),

  "ingest.naive-timestamp": ingesting(async (_, { call, collection, other }, id) => {
    const changes = [{ timestamp: "2026-01-31T12:00:00", data: { amount: 22 } }];
    const seen = await call("POST", `${collection}/ingest`, { records: [{ id, changes }] });
    if (seen.status === 400) return shows("400");
    if (seen.status !== 200) return other(seen);
    return shows(property(seen.body, "failedRecords") === 0 ? "utc" : "fail");
  }),

  async "rate-limit.retry-after"(context) {
    const refused = await untilRefused(context);
    if (refused === undefined) return notSeen(`no 429 in ${MOST_REQUESTS} requests`);
    const header = refused.headers.get("retry-after");
    if (header === null) return shows("absent");
    if (header === "0") return shows("zero");
    return shows(/^\d+$/.test(header) ? "seconds" : "date");
  },

  async "rate-limit.tokens"(context) {
    if (await untilRefused(context) === undefined) {
      return notSeen(`no 429 in ${MOST_REQUESTS} requests`);
    }
    const seen = await context.atOnce.requestToken(context.credentials);
    if (seen.status === 429) return shows("counted");
    return seen.status === 200 ? shows("free") : context.other(seen);
  },

  async "errors.media-type"({ send, other }) {
    const seen = await send("status");
    const type = seen.headers.get("content-type") ?? "";
    if (/^application\/problem\+json/.test(type)) return shows("problem");
    return /^application\/json/.test(type) ? shows("json") : other(seen);
  },
};

type InCollection = ProbeContext & { collection: string };

function inCollection(probe: (context: InCollection) => Promise<Finding>): Probe {
  return async (context) => {
    const { collection } = context;
    if (collection === undefined) return notSeen("no collection was given");
    return await probe({ ...context, collection });
  };
}

/** Ingests one value of `amount` into a new record first. */
function ingesting(
  probe: (
    seen: Awaited<ReturnType<ProbeContext["call"]>>,
    context: InCollection,
    id: string,
  ) => Finding | Promise<Finding>,
): Probe {
  return inCollection(async (context) => {
    const id = await context.add({});
    const changes = [{ timestamp: NOON, data: { amount: 21 } }];
    const body = { records: [{ id, changes }] };
    const seen = await context.call("POST", `${context.collection}/ingest`, body);
    if (seen.status !== 200) return context.other(seen);
    if (property(seen.body, "failedRecords") !== 0) {
      return notSeen("the field amount of the collection is not tracked");
    }
    return await probe(seen, context, id);
  });
}

async function untilRefused({ atOnce }: ProbeContext) {
  for (let i = 0; i < MOST_REQUESTS; i++) {
    const seen = await atOnce.call("GET", "status");
    if (seen.status === 429) return seen;
  }
  return undefined;
}

function isSorted(ids: readonly string[]): boolean {
  return ids.every((id, i) => i === 0 || (ids[i - 1] ?? "") < id);
}
