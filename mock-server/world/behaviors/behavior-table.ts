import type { BehaviorSettings, SwitchId } from "./behavior-settings.ts";

/** What is known about one behavior. */
export interface Behavior<Option extends string = string> {
  /** What is not known for sure. */
  question: string;
  /** The possible options, each with a description. */
  options: Readonly<Record<Option, string>>;
  /** The option of a mock that is not told otherwise. */
  default: Option;
  /** How surely the default is known: (O) observed, (A) assumed. */
  evidence: "O" | "A";
  /**
   * How the contract can find out the option of a real deployment: `safe` with a few requests about its own
   * records; `opt-in` with effects that others may notice; `impossible` without changing the deployment.
   */
  probe: "safe" | "opt-in" | "impossible";
}

const REFUSAL = { "401": "401", "400": "400", "403": "403" } as const;

/** All behaviors that can be switched, by name. */
export const behaviorTable: { readonly [Id in SwitchId]: Behavior<BehaviorSettings[Id]> } = {
  "request.content-type": {
    question: "What happens to a body that is JSON but not sent as application/json?",
    options: { refuse: "400", ignore: "it is read as JSON" },
    default: "refuse",
    evidence: "A",
    probe: "safe",
  },
  "token.two-secrets": {
    question: "What happens to a token request whose appSecret and secret differ?",
    options: {
      refuse: "400",
      appSecret: "appSecret is used",
      secret: "secret is used",
    },
    default: "refuse",
    evidence: "A",
    probe: "safe",
  },
  "token.invalid-field": {
    question:
      "Which status does a token request get whose App ID or secret is empty or not a text?",
    options: { "400": "400", "401": "401" },
    default: "400",
    evidence: "A",
    probe: "safe",
  },
  "token.refusal.api-off": {
    question: "Which status does a token request get while the tenant's API is off?",
    options: REFUSAL,
    default: "401",
    evidence: "A",
    probe: "impossible",
  },
  "token.refusal.expired": {
    question: "Which status does a token request of an expired app get?",
    options: REFUSAL,
    default: "401",
    evidence: "A",
    probe: "impossible",
  },
  "token.refusal.revoked": {
    question: "Which status does a token request of a revoked app get?",
    options: REFUSAL,
    default: "401",
    evidence: "A",
    probe: "impossible",
  },
  "token.earlier": {
    question: "What happens to an app's earlier tokens when it requests a new one?",
    options: {
      valid: "they stay valid until they expire",
      ended: "they are rejected from then on",
    },
    default: "valid",
    evidence: "A",
    probe: "opt-in",
  },
  "bearer.scheme": {
    question: "Does the letter case of the scheme Bearer matter?",
    options: { "any-case": "bearer and BEARER are accepted", exact: "only Bearer is accepted" },
    default: "any-case",
    evidence: "A",
    probe: "safe",
  },
  "bearer.signature": {
    question: "Is a token accepted whose signature is another base64 spelling of the same bytes?",
    options: { "one-spelling": "no", "any-spelling": "yes" },
    default: "one-spelling",
    evidence: "A",
    probe: "safe",
  },
  "bearer.app-ended": {
    question: "What happens to an unexpired token once its app has expired or was revoked?",
    options: { "401": "401", "403": "403", accepted: "it is accepted until it expires" },
    default: "401",
    evidence: "A",
    probe: "impossible",
  },
  "bearer.api-off": {
    question: "What happens to an unexpired token while the tenant's API is off?",
    options: { "401": "401", "403": "403", accepted: "it is accepted until it expires" },
    default: "401",
    evidence: "A",
    probe: "impossible",
  },
  "routing.unknown-path": {
    question: "Which status does an unknown path get without a token?",
    options: { "401": "401", "404": "404" },
    default: "401",
    evidence: "A",
    probe: "safe",
  },
  "routing.wrong-method": {
    question: "Which status does a known path get with another method?",
    options: { "405": "405 with Allow", "404": "404" },
    default: "405",
    evidence: "A",
    probe: "safe",
  },
  "routing.double-slash": {
    question: "What happens to a path with repeated slashes, such as //token?",
    options: { collapse: "they count as one slash", "404": "404" },
    default: "collapse",
    evidence: "A",
    probe: "safe",
  },
  "status.body": {
    question: "What is the body of GET /status?",
    options: { object: "a JSON object", empty: "none" },
    default: "object",
    evidence: "A",
    probe: "safe",
  },
  "collections.shape": {
    question: "What is the body of GET /collections?",
    options: {
      array: "an array",
      records: "a page, with the collections in records",
      collections: "an object, with the collections in collections",
    },
    default: "array",
    evidence: "A",
    probe: "safe",
  },
  "collections.slug": {
    question: "Do the collections in GET /collections have a slug?",
    options: { present: "yes", absent: "no" },
    default: "present",
    evidence: "A",
    probe: "safe",
  },
  "list.order": {
    question: "In which order are records listed?",
    options: {
      created: "by creation, oldest first",
      updated: "by their last update, oldest first",
      id: "by ID",
    },
    default: "created",
    evidence: "A",
    probe: "safe",
  },
  "list.updated-after": {
    question: "Does updatedAfter include records that were updated at exactly that time?",
    options: { exclusive: "no", inclusive: "yes" },
    default: "exclusive",
    evidence: "A",
    // The update time of a record is not in its response.
    probe: "impossible",
  },
  "list.beyond-end": {
    question: "What is a page after the last one?",
    options: { empty: "an empty page", "400": "400", repeat: "the last page again" },
    default: "empty",
    evidence: "A",
    probe: "safe",
  },
  "record.numeric-id": {
    question: "Do records have a numericId?",
    options: { number: "yes", absent: "no" },
    default: "number",
    evidence: "A",
    probe: "safe",
  },
  "record.no-links": {
    question: "What is the external property of a record without links?",
    options: { null: "null", absent: "absent", array: "an empty array" },
    default: "null",
    evidence: "A",
    probe: "safe",
  },
  "record.times": {
    question: "Do records contain when they were last updated?",
    options: { absent: "no", present: "yes, as updatedAt" },
    default: "absent",
    evidence: "A",
    probe: "safe",
  },
  "fields.wrong-type": {
    question: "What happens to a value of a record that does not have its field's type?",
    options: { refuse: "400", store: "it is stored" },
    default: "refuse",
    evidence: "A",
    probe: "safe",
  },
  "create.own-id": {
    question: "What happens to the ID in a record that is added?",
    options: {
      refuse: "400",
      ignore: "the record gets another ID",
      keep: "the record gets this ID",
    },
    default: "refuse",
    evidence: "A",
    probe: "safe",
  },
  "update.answer": {
    question: "What is the response to PATCH of a record?",
    options: { record: "the record", empty: "200 without a body", "204": "204" },
    default: "record",
    evidence: "A",
    probe: "safe",
  },
  "update.external": {
    question: "What does an array in external of PATCH do to the record's links?",
    options: { replace: "it replaces all of them", merge: "it adds to them" },
    default: "replace",
    evidence: "A",
    probe: "safe",
  },
  "update.external-null": {
    question: "What does external: null of PATCH do to the record's links?",
    options: { keep: "nothing", clear: "it removes them" },
    default: "keep",
    evidence: "O",
    probe: "safe",
  },
  "delete.answer": {
    question: "What is the response to DELETE of a record?",
    options: {
      object: "an empty object",
      empty: "200 without a body",
      "204": "204",
      record: "the deleted record",
    },
    default: "object",
    evidence: "A",
    probe: "safe",
  },
  "bulk.answer": {
    question: "What is the response to a bulk call?",
    options: {
      records: "the records; the IDs of deleted ones",
      counts: "counts as in the response of an ingest",
      empty: "200 without a body",
    },
    default: "records",
    evidence: "A",
    probe: "safe",
  },
  "bulk.one-bad-record": {
    question: "What happens to a batch with one invalid record?",
    options: {
      "refuse-all": "400, and nothing is written",
      "partial-errors": "the others are written; a 200 lists the error",
      "partial-silent": "the others are written; a 200 does not mention the invalid one",
    },
    default: "refuse-all",
    evidence: "A",
    probe: "safe",
  },
  "bulk.delete-missing": {
    question: "What happens to a bulk deletion of a record that does not exist?",
    options: { refuse: "it counts as an invalid record", ignore: "it counts as deleted" },
    default: "refuse",
    evidence: "A",
    probe: "safe",
  },
  "all.above-limit": {
    question: "What is the response of /all if more records match than its limit?",
    options: { refuse: "400", truncate: "as many records as the limit allows" },
    default: "refuse",
    evidence: "A",
    // It would take more than 100,000 records.
    probe: "impossible",
  },
  "external.duplicate": {
    question: "What happens to a record with an external ID that is already linked?",
    options: { "400": "400", "409": "409", move: "the link moves to it" },
    default: "400",
    evidence: "A",
    probe: "safe",
  },
  "external.patch-unknown": {
    question: "What does PATCH by an unknown external ID do?",
    options: { "404": "404", create: "it adds a record with this link" },
    default: "404",
    // 404 is documented for GET; programs that upsert rely on it for PATCH.
    evidence: "O",
    probe: "safe",
  },
  "ingest.errors-when-none": {
    question: "What is the errors property of an ingest's response if no record failed?",
    options: { array: "an empty array", null: "null", absent: "absent" },
    default: "array",
    evidence: "A",
    probe: "safe",
  },
  "ingest.record-id": {
    question: "Do the errors of an ingest contain the record's ID?",
    options: { present: "yes, as recordId", absent: "no" },
    default: "present",
    evidence: "A",
    probe: "safe",
  },
  "ingest.writes-record": {
    question: "Does an ingest change what GET of the record shows?",
    options: { no: "no", yes: "yes, to the latest values" },
    default: "no",
    evidence: "A",
    probe: "safe",
  },
  "ingest.naive-timestamp": {
    question: "What happens to a timestamp without an offset?",
    options: { utc: "it is taken as UTC", fail: "its record fails in a 200", "400": "400" },
    default: "utc",
    evidence: "A",
    probe: "safe",
  },
  "rate-limit.scope": {
    question: "What shares a rate limit?",
    options: { tenant: "all apps of a tenant", app: "all requests of an app" },
    default: "tenant",
    evidence: "A",
    probe: "impossible",
  },
  "rate-limit.tokens": {
    question: "Do token requests count toward the rate limit?",
    options: { counted: "yes, and they can get 429", free: "no" },
    default: "counted",
    evidence: "A",
    probe: "opt-in",
  },
  "rate-limit.window": {
    question: "How does the minute of the rate limit pass?",
    options: {
      sliding: "each request counts for a minute",
      fixed: "the count starts again each minute",
    },
    default: "sliding",
    evidence: "A",
    probe: "impossible",
  },
  "rate-limit.retry-after": {
    question: "What is the Retry-After header of a 429?",
    options: { seconds: "seconds", date: "a date", absent: "absent", zero: "always 0" },
    default: "seconds",
    evidence: "A",
    probe: "opt-in",
  },
  "errors.media-type": {
    question: "Which form do error bodies have?",
    options: {
      json: '{"error": "…"} as application/json',
      problem: "application/problem+json, with error beside title and status",
    },
    default: "json",
    evidence: "A",
    probe: "safe",
  },
};
