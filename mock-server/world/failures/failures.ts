/** The reasons why the mock rejects a request. */
export type FailureName =
  | "invalidCredentials"
  | "apiNotEnabled"
  | "appExpired"
  | "appRevoked"
  | "tokenMissing"
  | "tokenInvalid"
  | "tokenExpired"
  | "malformedJson"
  | "bodyTooLarge"
  | "bodyIncomplete"
  | "wrongContentType"
  | "invalidRequest"
  | "notFound"
  | "methodNotAllowed"
  | "rateLimited"
  | "collectionNotFound"
  | "recordNotFound"
  | "externalNotFound"
  | "pageTooLarge"
  | "pageBeyondEnd"
  | "batchTooLarge"
  | "streamTooLarge"
  | "unknownField"
  | "wrongType"
  | "untrackedField"
  | "invalidTimestamp"
  | "unknownRecord"
  | "repeatedRecord"
  | "idTaken"
  | "externalIdTaken";

/** A status and a message. */
export interface Failure {
  /** The HTTP status. */
  status: number;
  /** The `error` in the response body. The mock fills in placeholders such as `{limit}`. */
  message: string;
}

/** The values for the placeholders of a message. */
export type Values = Readonly<Record<string, string | number>>;

/**
 * The statuses and messages of all failures. Kinabase does not publish its messages, so all of them are
 * the mock's own (A). These statuses are documented (D, S): 400 for invalid requests, 401 for invalid
 * credentials or tokens, 404 for missing items, and 429 for the rate limit. 401 for a disabled API or an
 * inactive app, 405 and 413 are assumed (A).
 */
export const FAILURES: Readonly<Record<FailureName, Failure>> = {
  invalidCredentials: { status: 401, message: "Invalid App ID or Secret." },
  apiNotEnabled: { status: 401, message: "The API is not enabled for this tenant." },
  appExpired: { status: 401, message: "This app has expired." },
  appRevoked: { status: 401, message: "This app has been revoked." },
  tokenMissing: {
    status: 401,
    message: "The request has no bearer token. Send an Authorization: Bearer header.",
  },
  tokenInvalid: { status: 401, message: "The token is invalid. Request a new one." },
  tokenExpired: { status: 401, message: "The token has expired. Request a new one." },
  malformedJson: { status: 400, message: "The request body is not valid JSON." },
  bodyTooLarge: {
    status: 413,
    message: "The request body is larger than {limit} bytes. Send several requests.",
  },
  bodyIncomplete: { status: 400, message: "The request body broke off. Send the request again." },
  wrongContentType: {
    status: 400,
    message: "Content-Type must be application/json, got {contentType}.",
  },
  invalidRequest: { status: 400, message: "Invalid request: {problems}" },
  notFound: {
    status: 404,
    message: "The API has no path {path}. Check the spelling and the base URL.",
  },
  methodNotAllowed: {
    status: 405,
    message: "Method {method} is not allowed on this path. Use {allowed}.",
  },
  rateLimited: {
    status: 429,
    message: "Rate limit of {limit} requests a minute exceeded. Retry in {seconds} s.",
  },
  collectionNotFound: {
    status: 404,
    message: "Collection {collection} does not exist. {hint}",
  },
  recordNotFound: { status: 404, message: "Record {id} does not exist in this collection." },
  externalNotFound: {
    status: 404,
    message:
      "No record in this collection is linked to external ID {externalId} of service {service}.",
  },
  pageTooLarge: {
    status: 400,
    message: "pageSize must be at most {limit}, got {count}. Request several pages.",
  },
  pageBeyondEnd: {
    status: 400,
    message: "pageIndex {pageIndex} is beyond the last page, {last}.",
  },
  batchTooLarge: {
    status: 400,
    message: "{at} must have at most {limit} items, got {count}. Send several requests.",
  },
  streamTooLarge: {
    status: 400,
    message:
      "The request matches {count} records, but at most {limit} can be streamed. Read pages, or " +
      "filter by updatedAfter.",
  },
  unknownField: { status: 400, message: "Unknown field {at}. {hint}" },
  wrongType: { status: 400, message: "{at}: expected {expected}, got {value}." },
  untrackedField: {
    status: 400,
    message: "{at} is not a tracked field, so it takes no telemetry. Update the record instead.",
  },
  invalidTimestamp: {
    status: 400,
    message: "{at}: expected an ISO 8601 time such as 2026-01-31T12:00:00Z, got {value}.",
  },
  unknownRecord: { status: 400, message: "{at}: record {id} does not exist in this collection." },
  repeatedRecord: {
    status: 400,
    message: "{at}: record {id} occurs twice in this request. Send each record once.",
  },
  idTaken: {
    status: 400,
    message: "{at}: {id} is already used in this collection. Choose another.",
  },
  externalIdTaken: {
    status: 400,
    message:
      "{at}: external ID {externalId} of service {service} is already linked to {owner}. Use an " +
      "external ID only once in a collection.",
  },
};

/** A message with its values filled in. */
export function formatMessage(message: string, values: Values = {}): string {
  return message.replace(/\{(\w+)\}/g, (hole, name: string) => String(values[name] ?? hole));
}
