import type { BehaviorSettings } from "../behaviors/behavior-settings.ts";

/**
 * The secret of a token request, which can have it under two names (D, O).
 *
 * @param option Which of two different secrets is used (A).
 */
export function secretOf<T>(
  { appSecret, secret }: { appSecret?: T; secret?: T },
  option: BehaviorSettings["token.two-secrets"],
): T | undefined {
  return option === "secret" ? secret ?? appSecret : appSecret ?? secret;
}
