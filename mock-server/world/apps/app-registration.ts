import type { Clock } from "../../../src/clock.ts";
import type { Credentials, FetchFunction } from "../../../src/wire/types.ts";
import type { AppState } from "./app-state.ts";
import { formatValue } from "../../support/format-value.ts";

/** What an administrator fills in to register an app; both are required (S). */
export interface AppDescription {
  /** The app's name. */
  name: string;
  /** What it is for. */
  description: string;
}

/** An app registration, without its secret. */
export interface AppRegistration extends AppDescription {
  /** The App ID, a UUID. */
  readonly appId: string;
  /** Whether it may obtain and use tokens. */
  readonly state: AppState;
}

/** A client's options, wired to the mock, so that a forgotten one cannot send a test elsewhere. */
export interface MockClientOptions extends Credentials {
  /** The mock's base URL. */
  baseUrl: string;
  /** The mock in process; absent when another base URL was given. */
  fetch?: FetchFunction;
  /** The tenant's clock. */
  clock: Clock;
  /** A mock's secret protects nothing, so it may be used where there is a `window`, as under jsdom. */
  allowBrowser: true;
}

/** A new app: the only place where its secret is shown (D). */
export interface CreatedApp extends AppRegistration {
  /** The App Secret: 64 random bytes in base64. It is shown here and nowhere else. */
  readonly appSecret: string;
  /**
   * What `createClient` needs to reach this app.
   *
   * @param over `baseUrl`: where the mock is served; requests then go there over HTTP.
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

/** An app as the mock keeps it: a digest in place of the secret. */
export interface StoredApp extends AppDescription {
  appId: string;
  state: AppState;
  /** The secret's digest, made at its first use: at module scope Workers have no time for it. */
  secretDigest(): Promise<Uint8Array>;
}

const SECRET_BYTES = 64;

/** A new App Secret: 64 random bytes in base64 (S). */
export function randomSecret(): string {
  return btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(SECRET_BYTES))));
}

/** What is kept of a secret. */
export async function digest(secret: string): Promise<Uint8Array> {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(secret)));
}

/** Whether this is the app's secret; it takes as long wherever the two differ. */
export async function isSecretOf(app: StoredApp, secret: string): Promise<boolean> {
  const [one, other] = [await app.secretDigest(), await digest(secret)];
  let difference = one.length ^ other.length;
  for (let i = 0; i < one.length; i++) difference |= (one[i] ?? 0) ^ (other[i] ?? 0);
  return difference === 0;
}

/**
 * Checks what an administrator fills in.
 *
 * @throws {TypeError} When one of the two is missing or blank.
 */
export function checkDescription({ name, description }: AppDescription): void {
  for (const [field, value] of Object.entries({ name, description })) {
    if (typeof value !== "string" || value.trim() === "") {
      throw new TypeError(
        `${field}: expected a string that is not blank, got ${formatValue(value)}`,
      );
    }
  }
}
