import type { BehaviorSettings } from "../behaviors/behavior-settings.ts";
import { ApiFailure } from "../failures/api-failure.ts";

/** The secret of a token request, which can have it under two names (D, O). */
interface Secrets<T> {
  appSecret?: T;
  secret?: T;
}

type Option = BehaviorSettings["token.two-secrets"];

/**
 * Checks that a token request does not have two different secrets.
 *
 * @throws {ApiFailure} When it has, and the tenant refuses that (A).
 */
export function checkSecrets(
  { appSecret, secret = appSecret }: Secrets<string | undefined>,
  option: Option,
): void {
  if (option !== "refuse" || appSecret === undefined || secret === appSecret) return;
  const problems = "secret differs from appSecret. Send only one of them.";
  throw new ApiFailure("invalidRequest", { problems });
}

/**
 * The secret of a token request.
 *
 * @param option Which of two different secrets is used (A).
 */
export function secretOf<T>({ appSecret, secret }: Secrets<T>, option: Option): T | undefined {
  return option === "secret" ? secret ?? appSecret : appSecret ?? secret;
}
