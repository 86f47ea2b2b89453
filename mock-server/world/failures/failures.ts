import { formatValue } from "../../support/format-value.ts";

/** What the mock can refuse a request for. */
export type FailureName =
  | "invalidCredentials"
  | "apiNotEnabled"
  | "appExpired"
  | "appRevoked"
  | "tokenMissing"
  | "tokenInvalid"
  | "tokenExpired"
  | "malformedJson"
  | "wrongContentType"
  | "invalidRequest"
  | "notFound"
  | "methodNotAllowed"
  | "rateLimited"
  | "collectionNotFound"
  | "recordNotFound"
  | "externalNotFound"
  | "pageTooLarge"
  | "batchTooLarge"
  | "streamTooLarge"
  | "unknownField"
  | "wrongType"
  | "untrackedField"
  | "unknownRecord"
  | "repeatedRecord"
  | "idTaken"
  | "externalIdTaken";

/** A status and a message. */
export interface Failure {
  /** The HTTP status. */
  status: number;
  /** The `error` of the answer's body. A `{name}` in it stands for what the mock fills in there. */
  message: string;
}

/** What is filled in for each `{name}` of a message. */
export type Values = Readonly<Record<string, string | number>>;

/**
 * The statuses and words of every failure, in one place. Kinabase does not publish its words, so all
 * messages are the mock's own (A). Statuses: 400 for bad requests, 401 for invalid credentials or
 * tokens, 404 for what does not exist and 429 for the rate limit are documented (D, S); 401 for a
 * disabled API and an inactive app, and 405, are assumed (A).
 */
export const FAILURES: Readonly<Record<FailureName, Failure>> = {
  invalidCredentials: { status: 401, message: "Invalid App ID or Secret." },
  apiNotEnabled: { status: 401, message: "The API is not enabled for this tenant." },
  appExpired: { status: 401, message: "This app has expired." },
  appRevoked: { status: 401, message: "This app has been revoked." },
  tokenMissing: { status: 401, message: "A bearer token is required." },
  tokenInvalid: { status: 401, message: "The token is invalid." },
  tokenExpired: { status: 401, message: "The token has expired." },
  malformedJson: { status: 400, message: "The request body is not valid JSON." },
  wrongContentType: { status: 400, message: "The Content-Type must be application/json." },
  invalidRequest: { status: 400, message: "The request is invalid. {problems}" },
  notFound: { status: 404, message: "There is nothing at this path." },
  methodNotAllowed: { status: 405, message: "This path does not take this method." },
  rateLimited: {
    status: 429,
    message: "Too many requests: at most {limit} a minute. There is room again in {seconds} s.",
  },
  collectionNotFound: {
    status: 404,
    message: "There is no collection {collection}. Name one by its ID or its slug.",
  },
  recordNotFound: { status: 404, message: "There is no record {id} in this collection." },
  externalNotFound: {
    status: 404,
    message: "No record in this collection is linked to {externalId} of {service}.",
  },
  pageTooLarge: {
    status: 400,
    message: "pageSize: expected at most {limit}, got {count}. Ask for more than one page.",
  },
  batchTooLarge: {
    status: 400,
    message: "{at}: expected at most {limit}, got {count}. Send more than one request.",
  },
  streamTooLarge: {
    status: 400,
    message:
      "At most {limit} records can be read at once, and there are {count}. Read them by pages, or " +
      "narrow them by updatedAfter.",
  },
  unknownField: { status: 400, message: "{at}: there is no such field. {hint}" },
  wrongType: { status: 400, message: "{at}: expected {expected}, got {value}." },
  untrackedField: {
    status: 400,
    message:
      "{at}: this field is not tracked, so it takes no telemetry. Update the record instead.",
  },
  unknownRecord: { status: 400, message: "{at}: there is no record {id} in this collection." },
  repeatedRecord: {
    status: 400,
    message: "{at}: the record {id} is in this request twice. Name each once.",
  },
  idTaken: { status: 400, message: "{at}: {id} is taken in this collection. Choose another." },
  externalIdTaken: {
    status: 400,
    message:
      "{at}: {externalId} of {service} is linked already, to {owner}. An external ID can be used " +
      "once in a collection.",
  },
};

/** What helps whoever named a field that does not exist. */
export function fieldHint(nearest: string | undefined, names: readonly string[]): string {
  if (nearest !== undefined) return `Did you mean ${formatValue(nearest)}?`;
  return names.length === 0
    ? "This collection has no fields."
    : `The fields are ${names.join(", ")}.`;
}

/** A message with its values filled in. */
export function formatMessage(message: string, values: Values = {}): string {
  return message.replace(/\{(\w+)\}/g, (hole, name: string) => String(values[name] ?? hole));
}
