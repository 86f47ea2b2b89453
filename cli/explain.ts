import { AuthenticationError, KinabaseError, PartialFailureError } from "../mod.ts";
import { messageOf } from "./fail.ts";
import { withFlagNames } from "./flag-names.ts";

/** The flags and variables of the options that messages may name. */
const FLAG_NAMES = {
  "set allowInsecure: true": "use --allow-insecure",
  appId: "KINABASE_APP_ID",
  appSecret: "KINABASE_APP_SECRET",
  baseUrl: "--base-url",
  "updatedAfter:": "--updated-after:",
  "keyField: ": "--key <service>=",
  "the keys in keyField": "the keys with --key <service>=<column>",
  "Increase timeout, or find": "Find",
};

const WHERE_CREDENTIALS_ARE =
  "Set the credentials in the environment variables KINABASE_APP_ID and KINABASE_APP_SECRET, or in .env.";

/** Says what went wrong with a deployment, and what to do. */
export function explain(error: unknown, baseUrl: string): string {
  return withFlagNames(explanation(error, baseUrl), FLAG_NAMES);
}

function explanation(error: unknown, baseUrl: string): string {
  const message = messageOf(error);
  if (/^(?:app(?:Id|Secret)|KINABASE_\w+)\b/.test(message)) {
    return `${message}\n${WHERE_CREDENTIALS_ARE}`;
  }
  if (!(error instanceof KinabaseError) || error instanceof PartialFailureError) return message;
  const where = error instanceof AuthenticationError
    ? WHERE_CREDENTIALS_ARE
    : `baseUrl is ${baseUrl}.`;
  return [message, error.remedy, where].filter((line) => line !== undefined).join("\n");
}
