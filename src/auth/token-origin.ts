import type { Clock } from "../clock.ts";
import { type Emit, ignoreEvent } from "../events.ts";
import type { Deadline } from "../http/deadline.ts";
import type { CoordinatorOptions, CredentialOptions } from "../options.ts";
import type { Credentials } from "../wire/types.ts";
import { requestToken, type TokenRequestParts } from "./token-request.ts";
import type { StoredToken } from "./token-store.ts";

/** Where tokens come from: Kinabase, or a coordinator. */
export interface TokenOrigin {
  /** Returns the key under which its token is stored. */
  key(): Promise<string>;
  /** Whether it needs to know which token was rejected. */
  readonly isShared: boolean;
  /** Returns a token, and whether it is a new one of Kinabase (`obtained`) or a coordinator's (`received`). */
  request(
    deadline: Deadline,
    rejected: string | undefined,
  ): Promise<["obtained" | "received", StoredToken]>;
}

/** The parts of a {@linkcode TokenOrigin}. */
export interface TokenOriginParts extends Omit<TokenRequestParts, "credentials" | "secretField"> {
  /** How long a client with credentials waits for a coordinator, in milliseconds. */
  patience: number;
  /** The clock for that wait. */
  deadlineClock: Clock;
  /** Receives the events. */
  emit: Emit;
}

/** Where a client with checked options gets its tokens. */
export function tokenOrigin(
  { appId, appSecret, secretField, coordinator }: CredentialOptions | CoordinatorOptions,
  parts: TokenOriginParts,
): TokenOrigin {
  const { baseUrl, patience, clock, deadlineClock, emit, redactor } = parts;
  // The options were checked: without credentials there is a coordinator.
  const credentials = { appId: appId ?? "", appSecret: appSecret ?? "" };
  const alone = (deadline: Deadline) =>
    requestToken({ ...parts, credentials, secretField: secretField ?? "appSecret" }, deadline);
  return {
    isShared: coordinator !== undefined,
    // Without credentials nothing names the app: such tokens are only in a store of the coordinator's own.
    key: async () => appId ? await keyOf(baseUrl, credentials) : baseUrl,
    async request(deadline, rejected) {
      if (coordinator === undefined) return ["obtained", await alone(deadline)];
      return await deadline.guard(
        `response from ${coordinator.name}`,
        (signal) =>
          coordinator.request({
            baseUrl,
            rejected,
            signal: signal(),
            alone: appId ? () => alone(deadline) : undefined,
            patience,
            clock,
            deadlineClock,
            redacted: (error) => redactor.error(error),
            emit: emit ?? ignoreEvent,
          }),
      );
    },
  };
}

/** With the digest in the key, a caller who knows only the App ID cannot get the app's token. */
async function keyOf(baseUrl: string, { appId, appSecret }: Credentials): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(appSecret));
  const hex = [...new Uint8Array(digest).subarray(0, 16)]
    .map((byte) => byte.toString(16).padStart(2, "0"))
    .join("");
  return `${baseUrl} ${appId.toLowerCase()} ${hex}`;
}
