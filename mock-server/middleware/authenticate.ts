import { API_OPERATIONS } from "../../src/wire/operations.ts";
import type { BehaviorSettings } from "../world/behaviors/behavior-settings.ts";
import type { Guard } from "./guard.ts";
import { refuse } from "./error-response.ts";
import { hintFor, showsUnknownPath } from "./not-found.ts";

const PUBLIC: ReadonlySet<string> = new Set(
  API_OPERATIONS.filter(({ isPublic }) => isPublic).map(({ method, path }) => `${method} ${path}`),
);

/**
 * Enforces the bearer token (S): its signature, algorithm and expiry, and that its app and tenant are
 * still active (A). It runs before routing, so every path without a token gets 401 (A).
 */
export const authenticate: Guard = (c) => {
  const tenant = c.get("tenant");
  const path = c.get("path");
  const bearer = c.get("bearer");
  const { behaviors } = tenant;
  if (PUBLIC.has(`${c.req.method} ${path}`)) return undefined;
  const isMissing = bearer === undefined ||
    behaviors.get("bearer.scheme") === "exact" && bearer.scheme !== "Bearer";
  if (isMissing) {
    return showsUnknownPath(c)
      ? c.notFound()
      : refuse(c, "tokenMissing", {}, { hint: hintFor(path) });
  }
  const check = tenant.checkToken(bearer.claims);
  if (!("app" in check)) return refuse(c, check.verdict);
  if (check.verdict !== "good") {
    const option = behaviors.get(
      check.verdict === "apiNotEnabled" ? "bearer.api-off" : "bearer.app-ended",
    );
    if (option !== "accepted") return refuse(c, check.verdict, {}, { status: STATUSES[option] });
  }
  c.set("app", check.app);
  return undefined;
};

const STATUSES: Readonly<
  Record<Exclude<BehaviorSettings["bearer.app-ended"], "accepted">, number>
> = { "401": 401, "403": 403 };

/**
 * The scheme and the token in an `Authorization` header, if the scheme is Bearer in any letter case. A token
 * has only visible ASCII characters: other white space around it is not removed, because HTTP does not allow
 * it.
 */
export function bearerIn(
  header: string | undefined,
): { scheme: string; token: string } | undefined {
  const [, scheme = "", token = ""] = /^(bearer) +([!-~]+)$/i.exec(header ?? "") ?? [];
  return token === "" ? undefined : { scheme, token };
}
