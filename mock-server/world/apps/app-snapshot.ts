import type { AppDescription } from "./app-registration.ts";
import type { AppState } from "./app-state.ts";

/** An app in a snapshot. It holds a digest of the secret, not the secret. */
export interface AppSnapshot extends AppDescription {
  /** The App ID. */
  appId: string;
  /** Whether the app can request and use tokens. */
  state: AppState;
  /** The SHA-256 digest of the App Secret, in base64. With it, the secret still works after a restore. */
  secretDigest: string;
}
