import type { AppDescription } from "./app-registration.ts";
import type { AppState } from "./app-state.ts";

/** An app in a snapshot: with what proves its secret, and without the secret. */
export interface AppSnapshot extends AppDescription {
  /** The App ID. */
  appId: string;
  /** Whether it may obtain and use tokens. */
  state: AppState;
  /** The SHA-256 digest of the App Secret, in base64: with it a restored app goes on working. */
  secretDigest: string;
}
