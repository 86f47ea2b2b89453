// The browser for the tests of the inspector: an installed Chromium, without a download.
import { existsSync } from "node:fs";
import process from "node:process";
import { type Browser, chromium } from "playwright-core";

const USUAL_PLACES = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/usr/bin/google-chrome-stable",
  "/opt/google/chrome/chrome",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
  "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
];

/** The path of Chromium, or `undefined` if it is not installed. */
export const chromiumPath: string | undefined = process.env["CHROMIUM_PATH"] ||
  USUAL_PLACES.find((place) => existsSync(place));

/** The reason for skipped tests, with what to do. */
export const NO_CHROMIUM =
  "no Chromium in the usual places: install it (apt-get install chromium), or name it in CHROMIUM_PATH";

// As root, Chromium runs only without a sandbox. Its own network lookups fail in a closed network.
// playwright-core gives it an empty profile.
const ARGUMENTS = [
  "--headless",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** Starts the browser. */
export function startBrowser(): Promise<Browser> {
  if (chromiumPath === undefined) throw new Error(NO_CHROMIUM);
  return chromium.launch({ executablePath: chromiumPath, args: ARGUMENTS });
}
