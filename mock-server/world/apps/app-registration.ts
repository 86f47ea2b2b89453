import type { Clock } from "../../../src/clock.ts";
import type { Credentials, FetchFunction } from "../../../src/wire/types.ts";
import type { AppState } from "./app-state.ts";
import { onlyKnown } from "../../support/check.ts";
import { formatValue } from "../../support/format-value.ts";

/** The name and description of an app. Both are required (S). */
export interface AppDescription {
  /** The app's name. */
  name: string;
  /** What the app is used for. */
  description: string;
}

/** An app registration, without its secret. */
export interface AppRegistration extends AppDescription {
  /** The App ID, a UUID. */
  readonly appId: string;
  /** Whether the app can request and use tokens. */
  readonly state: AppState;
}

/** Client options that point to the mock, so that no test can call another server by mistake. */
export interface MockClientOptions extends Credentials {
  /** The mock's base URL. */
  baseUrl: string;
  /** The `fetch` that reaches the mock in process. Absent if another base URL was given. */
  fetch?: FetchFunction;
  /** The tenant's clock. */
  clock: Clock;
  /** A mock's secret protects nothing, so the client may run where a `window` exists, as under jsdom. */
  allowBrowser: true;
}

/** A new app. Its secret is available only here (D). */
export interface CreatedApp extends AppRegistration {
  /** The App Secret: 64 random bytes in base64. It cannot be read again later. */
  readonly appSecret: string;
  /**
   * The options for a `createClient` that uses this app.
   *
   * @param over `baseUrl`: the URL where the mock is served. The client then sends HTTP requests to it.
   *
   * @example
   * ```ts
   * import { createClient } from "@kinakit/kinabase";
   * import { createMockServer } from "@kinakit/kinabase/mock";
   *
   * const mock = createMockServer();
   * const app = await mock.tenant.apps.create({ name: "Import", description: "Nightly import" });
   * const client = createClient(app.clientOptions());
   * await client.status();
   * ```
   */
  clientOptions(over?: { baseUrl: string }): MockClientOptions;
}

/** An app as the mock stores it: with a digest instead of the secret. */
export interface StoredApp extends AppDescription {
  appId: string;
  state: AppState;
  /** The digest of the secret. Computed on first use, because Workers forbid it at module scope. */
  secretDigest(): Promise<Uint8Array>;
}

const SECRET_BYTES = 64;

/** A new App Secret: 64 random bytes in base64 (S). */
export function randomSecret(): string {
  return btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(SECRET_BYTES))));
}

/** The SHA-256 digest of a secret. */
export async function digest(secret: string): Promise<Uint8Array> {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(secret)));
}

/** Whether this is the stored secret. Compares in constant time. */
export async function isSecretOf(
  stored: Pick<StoredApp, "secretDigest">,
  secret: string,
): Promise<boolean> {
  const [one, other] = [await stored.secretDigest(), await digest(secret)];
  let difference = one.length ^ other.length;
  for (let i = 0; i < one.length; i++) difference |= (one[i] ?? 0) ^ (other[i] ?? 0);
  return difference === 0;
}

const FIXED = "For an app with fixed credentials or a state, use a seed: tenant.seed({ apps }).";

/** What to do in place of options that a new app does not take. */
export const APP_HINTS: Readonly<Record<string, string>> = {
  appId: FIXED,
  appSecret: FIXED,
  state: FIXED,
};

/**
 * Validates the name and description of an app.
 *
 * @throws {TypeError} When one of them is missing or blank.
 */
export function checkDescription(given: AppDescription): void {
  onlyKnown(given, ["name", "description"], ["app"], APP_HINTS);
  const { name, description } = given;
  for (const [field, value] of Object.entries({ name, description })) {
    if (typeof value !== "string" || value.trim() === "") {
      throw new TypeError(
        `${field}: expected a string that is not blank, got ${formatValue(value)}`,
      );
    }
  }
}
