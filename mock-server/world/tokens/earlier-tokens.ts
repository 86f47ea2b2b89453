import type { TokenClaims } from "../../../src/wire/types.ts";
import type { Behaviors } from "../behaviors/behaviors.ts";

/** The newest token of each app of a tenant, which may end the earlier ones. */
export interface EarlierTokens {
  /** Records that a token is the newest of its app. */
  issued(appId: string, jti: string): void;
  /** The ID of the newest token of an app. */
  newest(appId: string): string | undefined;
  /** Whether a newer token of the app ended this one (A). */
  isEnded(claims: TokenClaims): boolean;
}

/** Creates the record of the newest tokens, empty at first. */
export function createEarlierTokens(behaviors: Behaviors): EarlierTokens {
  const byApp = new Map<string, string>();
  const newest = (appId: string) => byApp.get(appId.toLowerCase());
  return {
    issued: (appId, jti) => void byApp.set(appId.toLowerCase(), jti),
    newest,
    isEnded: ({ appid, jti }) =>
      behaviors.get("token.earlier") === "ended" && newest(appid) !== jti,
  };
}
