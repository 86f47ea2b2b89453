import type { FailureName } from "../failures/failures.ts";

/**
 * How a tenant behaves where Kinabase's behavior is assumed (A) or was only seen (O): one option for each
 * behavior. `behaviorTable` describes the options.
 */
export interface BehaviorSettings extends FailureMessages {
  /** What happens to a body that is JSON but not sent as application/json? */
  "request.content-type": "refuse" | "ignore";
  /** What happens to a token request whose appSecret and secret differ? */
  "token.two-secrets": "refuse" | "appSecret" | "secret";
  /** Which status does a token request get whose App ID or secret is empty or not a text? */
  "token.invalid-field": "400" | "401";
  /** Which status does a token request get while the tenant's API is off? */
  "token.refusal.api-off": "401" | "400" | "403";
  /** Which status does a token request of an expired app get? */
  "token.refusal.expired": "401" | "400" | "403";
  /** Which status does a token request of a revoked app get? */
  "token.refusal.revoked": "401" | "400" | "403";
  /** What happens to an app's earlier tokens when it requests a new one? */
  "token.earlier": "valid" | "ended";
  /** Does the letter case of the scheme Bearer matter? */
  "bearer.scheme": "any-case" | "exact";
  /** Is a token accepted whose signature is another base64 spelling of the same bytes? */
  "bearer.signature": "one-spelling" | "any-spelling";
  /** What happens to an unexpired token once its app has expired or was revoked? */
  "bearer.app-ended": "401" | "403" | "accepted";
  /** What happens to an unexpired token while the tenant's API is off? */
  "bearer.api-off": "401" | "403" | "accepted";
  /** Which status does an unknown path get without a token? */
  "routing.unknown-path": "401" | "404";
  /** Which status does a known path get with another method? */
  "routing.wrong-method": "405" | "404";
  /** What happens to a path with repeated slashes, such as //token? */
  "routing.double-slash": "collapse" | "404";
  /** What is the body of GET /status? */
  "status.body": "object" | "empty";
  /** What is the body of GET /collections? */
  "collections.shape": "array" | "records" | "collections";
  /** Do the collections in GET /collections have a slug? */
  "collections.slug": "present" | "absent";
  /** In which order are records listed? */
  "list.order": "created" | "updated" | "id";
  /** Does updatedAfter include records that were updated at exactly that time? */
  "list.updated-after": "exclusive" | "inclusive";
  /** What is a page after the last one? */
  "list.beyond-end": "empty" | "400" | "repeat";
  /** Do records have a numericId? */
  "record.numeric-id": "number" | "absent";
  /** What is the external property of a record without links? */
  "record.no-links": "null" | "absent" | "array";
  /** Do records contain when they were last updated? */
  "record.times": "absent" | "present";
  /** What happens to a value of a record that does not have its field's type? */
  "fields.wrong-type": "refuse" | "store";
  /** What happens to the ID in a record that is added? */
  "create.own-id": "refuse" | "ignore" | "keep";
  /** What is the response to PATCH of a record? */
  "update.answer": "record" | "empty" | "204";
  /** What does an array in external of PATCH do to the record's links? */
  "update.external": "replace" | "merge";
  /** What does external: null of PATCH do to the record's links? */
  "update.external-null": "keep" | "clear";
  /** What is the response to DELETE of a record? */
  "delete.answer": "object" | "empty" | "204" | "record";
  /** What is the response to a bulk call? */
  "bulk.answer": "records" | "counts" | "empty";
  /** What happens to a batch with one invalid record? */
  "bulk.one-bad-record": "refuse-all" | "partial-errors" | "partial-silent";
  /** What happens to a bulk deletion of a record that does not exist? */
  "bulk.delete-missing": "refuse" | "ignore";
  /** What is the response of /all if more records match than its limit? */
  "all.above-limit": "refuse" | "truncate";
  /** What happens to a record with an external ID that is already linked? */
  "external.duplicate": "400" | "409" | "move";
  /** What does PATCH by an unknown external ID do? */
  "external.patch-unknown": "404" | "create";
  /** What is the errors property of an ingest's response if no record failed? */
  "ingest.errors-when-none": "array" | "null" | "absent";
  /** Do the errors of an ingest contain the record's ID? */
  "ingest.record-id": "present" | "absent";
  /** Does an ingest change what GET of the record shows? */
  "ingest.writes-record": "no" | "yes";
  /** What happens to a timestamp without an offset? */
  "ingest.naive-timestamp": "utc" | "fail" | "400";
  /** What shares a rate limit? */
  "rate-limit.scope": "tenant" | "app";
  /** Do token requests count toward the rate limit? */
  "rate-limit.tokens": "counted" | "free";
  /** How does the minute of the rate limit pass? */
  "rate-limit.window": "sliding" | "fixed";
  /** What is the Retry-After header of a 429? */
  "rate-limit.retry-after": "seconds" | "date" | "absent" | "zero";
  /** Which form do error bodies have? */
  "errors.media-type": "json" | "problem";
}

/** The text of each error message (A). `{placeholders}` are filled in. */
export type FailureMessages = { [Name in FailureName as `message.${Name}`]: string };

/** The name of a behavior. */
export type BehaviorId = keyof BehaviorSettings;

/** The name of a behavior with a fixed set of options. */
export type SwitchId = Exclude<BehaviorId, keyof FailureMessages>;

/** Changes of behaviors. Behaviors that are left out keep their option. */
export type BehaviorOptions = { [Id in BehaviorId]?: BehaviorSettings[Id] | undefined };
