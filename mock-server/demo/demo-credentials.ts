import type { Credentials } from "../../src/wire/types.ts";
import { demoId } from "./demo-ids.ts";

/** 64 bytes, as many as a real App Secret has (S). */
const SECRET = "This is the demo secret of a mock server. Never for production!!";

/**
 * The credentials of the demo's app. They are public and always the same, so that an `.env` file keeps
 * working. They are valid only in a mock with {@linkcode demoSeed}.
 */
export function demoCredentials(): Credentials {
  return { appId: demoId(0, 0), appSecret: btoa(SECRET) };
}
