import type { FailureName } from "../failures/failures.ts";

/**
 * How a tenant behaves where Kinabase's behavior is assumed (A) or was only seen (O): one option for each
 * behavior. `behaviorTable` describes the options.
 */
export interface BehaviorSettings extends FailureMessages {
  "request.content-type": "refuse" | "ignore";
  "token.two-secrets": "refuse" | "appSecret" | "secret";
  "token.refusal.api-off": "401" | "400" | "403";
  "token.refusal.expired": "401" | "400" | "403";
  "token.refusal.revoked": "401" | "400" | "403";
  "token.earlier": "valid" | "ended";
  "bearer.scheme": "any-case" | "exact";
  "bearer.signature": "one-spelling" | "any-spelling";
  "bearer.app-ended": "401" | "403" | "accepted";
  "bearer.api-off": "401" | "403" | "accepted";
  "routing.unknown-path": "401" | "404";
  "routing.wrong-method": "405" | "404";
  "routing.double-slash": "collapse" | "404";
  "status.body": "object" | "empty";
  "collections.shape": "array" | "records" | "collections";
  "collections.slug": "present" | "absent";
  "list.order": "created" | "updated" | "id";
  "list.updated-after": "exclusive" | "inclusive";
  "list.beyond-end": "empty" | "400" | "repeat";
  "record.numeric-id": "number" | "absent";
  "record.no-links": "null" | "absent" | "array";
  "record.times": "absent" | "present";
  "fields.wrong-type": "refuse" | "store";
  "create.own-id": "refuse" | "ignore" | "keep";
  "update.answer": "record" | "empty" | "204";
  "update.external": "replace" | "merge";
  "update.external-null": "keep" | "clear";
  "delete.answer": "object" | "empty" | "204" | "record";
  "bulk.answer": "records" | "counts" | "empty";
  "bulk.one-bad-record": "refuse-all" | "partial-errors" | "partial-silent";
  "bulk.delete-missing": "refuse" | "ignore";
  "all.above-limit": "refuse" | "truncate";
  "external.duplicate": "400" | "409" | "move";
  "external.patch-unknown": "404" | "create";
  "ingest.errors-when-none": "array" | "null" | "absent";
  "ingest.record-id": "present" | "absent";
  "ingest.writes-record": "no" | "yes";
  "ingest.naive-timestamp": "utc" | "fail" | "400";
  "rate-limit.scope": "tenant" | "app";
  "rate-limit.tokens": "counted" | "free";
  "rate-limit.window": "sliding" | "fixed";
  "rate-limit.retry-after": "seconds" | "date" | "absent" | "zero";
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
