import { ok } from "../../contract/assert.ts";

/** Messages of JavaScript engines. An error with one of them was not written for the caller. */
const ENGINE =
  /is not a (?:function|constructor|valid)|is not (?:iterable|an object|an instance)|Cannot (?:read|convert|destructure|set|mix|use)|of (?:undefined|null)\b|^(?:undefined|null) is|Invalid (?:time value|array length)|Maximum call stack|could ?n[o']t be cloned|can not be cloned|Converting circular|cyclic|structuredClone|default value|primitive/i;

/** Messages of zod. */
const ZOD =
  /Invalid (?:input|option|discriminator|key|element|UUID|ISO|string|number|value)|Unrecognized key|Too (?:small|big)|, received |\binvalid_[a-z]+\b|ZodError/;

const LONGEST = 2_000;

/** Throws if a message is long, or was written by the engine or by a library. */
export function expectPlainMessage(message: string): void {
  ok(message.length < LONGEST, `the message has ${message.length} characters`);
  ok(!ENGINE.test(message), `a message of the engine: ${message}`);
  ok(!ZOD.test(message), `a message of zod: ${message}`);
}

/**
 * Throws unless an error is a `TypeError` with a short message that names what is wrong.
 *
 * @param named What the message must contain.
 */
export function expectRefusal(error: unknown, named: RegExp): void {
  ok(error instanceof TypeError, `expected a TypeError, got ${String(error)}`);
  expectPlainMessage(error.message);
  ok(named.test(error.message), `the message does not name the place: ${error.message}`);
}
