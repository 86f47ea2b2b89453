import type { AuthenticationCause } from "./remedies.ts";

// Kinabase does not publish its messages (A), so a cause is named only when the server's message can mean
// nothing else. With "token" in between, the message would be about the token, not about the app.
const APP = "\\bapp(?:lication)?(?: registration)?\\b";
const NOT_OF_A_TOKEN = "(?:(?!token)[^.;]){0,40}?";
const WRONG = "\\b(?:invalid|incorrect|wrong|unknown)\\b";
const CREDENTIAL = "\\b(?:app ?id|(?:app(?:lication)? ?)?secret|credentials)\\b";

// A condition, a doubt, or something other than the app that can expire proves nothing.
const NO_PROOF =
  /\b(?:if|whether|unless|may|might|maybe|perhaps|possibly|could|either|session|signature|jwt|certificate|field|property|parameter|value)\b/;
const CONTRARY = /\b(?:not|never|neither|nor)\b[^.;]{0,20}\b(?:expired|revoked)\b/;
const OF_A_TOKEN = /\btokens?\b[^.;]*\b(?:expired|revoked)\b/;
const EXPIRED_CREDENTIALS = /\b(?:expired|revoked)(?: [\w-]+){0,2} credentials\b/;

/** The patterns of each cause. A function, because a bundle without it can then do without the patterns. */
function evidence(): [AuthenticationCause, ...RegExp[]][] {
  return [
    [
      "invalidCredentials",
      new RegExp(`${WRONG}(?: or \\w+)?(?: [\\w-]+){0,2} ${CREDENTIAL}`),
      new RegExp(`${CREDENTIAL} (?:is|are|was|were) (?:not valid|not correct|${WRONG})`),
    ],
    [
      "apiNotEnabled",
      /\bapi\b(?: access)?(?: is| has| was)?(?: not(?: been)? enabled| disabled)\b/,
    ],
    [
      "appInactive",
      new RegExp(`${APP}${NOT_OF_A_TOKEN}\\b(?:expired|revoked)\\b`),
      new RegExp(`\\b(?:expired|revoked) ${APP}`),
    ],
  ];
}

const LONGEST_PROOF = 600;

/**
 * The documented cause that the server's message proves, or `undefined` when it proves no cause or more
 * than one.
 */
export function provenCause(message: string | undefined): AuthenticationCause | undefined {
  // A clear message is shorter, and the patterns below are fast only on short texts.
  if (message === undefined || message.length > LONGEST_PROOF) return undefined;
  const words = message.toLowerCase();
  if ([NO_PROOF, CONTRARY, OF_A_TOKEN, EXPIRED_CREDENTIALS].some((no) => no.test(words))) {
    return undefined;
  }
  const proven = evidence()
    .filter(([, ...patterns]) => patterns.some((pattern) => pattern.test(words)));
  return proven.length === 1 ? proven[0]?.[0] : undefined;
}
