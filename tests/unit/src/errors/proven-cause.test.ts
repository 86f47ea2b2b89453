import { describe, expect, test } from "bun:test";
import { provenCause } from "../../../../src/errors/proven-cause.ts";

const PROVEN = {
  invalidCredentials: [
    "Invalid App ID or Secret.",
    "Invalid app id",
    "INVALID APPID",
    "invalid secret",
    "Invalid app secret",
    "Invalid application secret provided",
    "Invalid credentials",
    "Invalid or missing credentials",
    "Incorrect app secret",
    "Wrong secret",
    "Unknown App ID",
    "The App ID is unknown.",
    "The secret is incorrect",
    "The credentials are not valid.",
    "App secret was wrong",
    "Authentication failed: the supplied credentials are invalid.",
  ],
  apiNotEnabled: [
    "The API is not enabled for this tenant.",
    "API not enabled",
    "API access is disabled",
    "API access has not been enabled for your organization",
    "api is disabled",
    "Forbidden: API was disabled by an administrator",
  ],
  appInactive: [
    "This app has expired.",
    "This app has been revoked.",
    "App expired",
    "Application revoked",
    "The app registration has expired on 2026-01-01",
    "Expired app",
    "Revoked application",
    "Your application (Nightly import) was revoked by an administrator",
  ],
} as const;

const NOTHING = {
  "speaks of a token": [
    "The token has expired.",
    "Token expired",
    "Your access token was revoked",
    "The app token has expired",
    "Application token expired.",
    "Invalid token",
    "The app's tokenProvider token has been revoked",
    "Unknown token",
  ],
  "speaks of something else": [
    "Access denied (code 7).",
    "Your session has expired.",
    "Your password has expired",
    "Your license has expired",
    "The link has expired",
    "Unauthorized",
    "Forbidden",
    "Something happened",
    "Snapped: expired",
    "Invalid request",
    "The field appId is required",
    "rapid disabled",
    "",
    "   ",
  ],
  "says the contrary": [
    "The API is enabled",
    "The credentials are valid",
    "The app is active",
    "This app has not yet expired.",
    "The app was never really revoked",
  ],
  "names two causes": [
    "Invalid App ID or Secret, or the app has expired.",
    "Invalid credentials, or the API is not enabled",
    "The API is not enabled, or this app was revoked",
    "Invalid App ID or Secret. The API is not enabled. The app has expired.",
  ],
  "names an app and an expiry in different sentences": [
    "This is an app. Sessions expired.",
    "Sign in to the app; your session expired",
  ],
  "names an app far from an expiry": [
    "The application that you have been trying to reach from this address could not see whether it expired",
  ],
};

for (const [cause, wordings] of Object.entries(PROVEN)) {
  describe(`${cause} is proven by`, () => {
    test.each([...wordings])("%j", (wording) => {
      expect(provenCause(wording)).toBe(cause as keyof typeof PROVEN);
    });
  });
}

for (const [why, wordings] of Object.entries(NOTHING)) {
  describe(`no cause is proven by a message that ${why}`, () => {
    test.each(wordings)("%j", (wording) => {
      expect(provenCause(wording)).toBeUndefined();
    });
  });
}

test("no cause is proven without a message", () => {
  expect(provenCause(undefined)).toBeUndefined();
});

test("no cause is proven by a message that is longer than a clear one", () => {
  const wording = "The API is not enabled.";
  expect(provenCause(wording.padEnd(600))).toBe("apiNotEnabled");
  expect(provenCause(wording.padEnd(601))).toBeUndefined();
});

describe("no cause is proven by an ambiguous message:", () => {
  test.each([
    "The token of this app has expired.",
    "Token for app 42 was revoked",
    "The app's session has expired",
    "Application error: the signature has expired",
    "The app has not been revoked, but you may not do this",
    "Check whether the app has expired",
    "Unknown field appSecret",
    "Invalid value for secret",
    "Invalid or expired credentials",
    "Expired app credentials",
    "Revoked application-wide client credentials",
    "You cannot do this if the API is disabled",
  ])("%j", (wording) => {
    expect(provenCause(wording)).toBeUndefined();
  });
});
