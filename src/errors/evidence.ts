import type { AuthenticationCause } from "./remedies.ts";

// Kinabase does not publish its messages (A), so a cause is named only where the server's words leave
// no other reading. "token" in between would speak of the token, not of the app.
const APP = "\\bapp(?:lication)?(?: registration)?\\b";
const NOT_OF_A_TOKEN = "(?:(?!token)[^.;]){0,40}?";
const WRONG = "\\b(?:invalid|incorrect|wrong|unknown)\\b";
const CREDENTIAL = "\\b(?:app ?id|(?:app(?:lication)? ?)?secret|credentials)\\b";

// A condition, a doubt, or something besides the app that can expire: no proof of anything.
const NO_PROOF =
  /\b(?:if|whether|unless|may|might|maybe|perhaps|possibly|could|either|session|signature|jwt|certificate|field|property|parameter|value)\b/;
const CONTRARY = /\b(?:not|never|neither|nor)\b[^.;]{0,20}\b(?:expired|revoked)\b/;
const OF_A_TOKEN = /\btokens?\b[^.;]*\b(?:expired|revoked)\b/;
const EXPIRED_CREDENTIALS = /\b(?:expired|revoked)(?: [\w-]+){0,2} credentials\b/;

const EVIDENCE: Readonly<Record<AuthenticationCause, readonly RegExp[]>> = {
  invalidCredentials: [
    new RegExp(`${WRONG}(?: or \\w+)?(?: [\\w-]+){0,2} ${CREDENTIAL}`),
    new RegExp(`${CREDENTIAL} (?:is|are|was|were) (?:not valid|not correct|${WRONG})`),
  ],
  apiNotEnabled: [/\bapi\b(?: access)?(?: is| has| was)?(?: not(?: been)? enabled| disabled)\b/],
  appInactive: [
    new RegExp(`${APP}${NOT_OF_A_TOKEN}\\b(?:expired|revoked)\\b`),
    new RegExp(`\\b(?:expired|revoked) ${APP}`),
  ],
};

const LONGEST_PROOF = 600;

/**
 * The documented cause that the server's words prove, or `undefined` when they prove none, or could
 * mean more than one.
 */
export function provenCause(message: string | undefined): AuthenticationCause | undefined {
  // No message that says so plainly is that long, and the patterns below are only fast on short texts.
  if (message === undefined || message.length > LONGEST_PROOF) return undefined;
  const words = message.toLowerCase();
  if ([NO_PROOF, CONTRARY, OF_A_TOKEN, EXPIRED_CREDENTIALS].some((no) => no.test(words))) {
    return undefined;
  }
  const causes: AuthenticationCause[] = ["invalidCredentials", "apiNotEnabled", "appInactive"];
  const proven = causes.filter((cause) => EVIDENCE[cause].some((pattern) => pattern.test(words)));
  return proven.length === 1 ? proven[0] : undefined;
}
