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
  | "methodNotAllowed";

/** A status and a message. */
export interface Failure {
  /** The HTTP status. */
  status: number;
  /** The `error` of the answer's body. */
  message: string;
}

/**
 * The statuses and words of every failure, in one place. Kinabase does not publish its words, so all
 * messages are the mock's own (A). Statuses: 400 for bad requests and 401 for invalid credentials or
 * tokens are documented (D, S); 401 for a disabled API and an inactive app, and 405, are assumed (A).
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
  invalidRequest: { status: 400, message: "The request is invalid." },
  notFound: { status: 404, message: "There is nothing at this path." },
  methodNotAllowed: { status: 405, message: "This path does not take this method." },
};
