import * as z from "zod";
import { checked, expected, strict, withoutUndefined } from "../support/check.ts";
import { keyText } from "./key.ts";

/** Options of the control API. */
export interface ControlOptions {
  /**
   * The key that requests of the control API must send as `Authorization: Bearer <key>`: at least 16
   * visible ASCII characters without spaces. Default: none, so everyone who can reach the mock under the
   * name of the local host can control it.
   *
   * A mock that other machines can reach must have a key. `serve` knows its address: on one that is not a
   * loopback address, the control API refuses all requests if there is no key. Another server, such as
   * `Deno.serve` or a Worker, does not tell the mock its address, so pass a key there.
   */
  key?: string | undefined;
  /**
   * Host names that the control API accepts besides `localhost`, `127.0.0.1` and `[::1]`, such as
   * `mock.internal`. The port does not matter. Requires a `key`, because other machines may know the mock
   * by such a name.
   */
  allowedHosts?: string[] | undefined;
}

const HOST = 'a host name without port and path, such as "mock.internal"';

// Wrapped, so that errors name the option.
const wrapped: z.ZodType<{ control: ControlOptions }> = z.lazy(() =>
  z.object({
    control: strict({
      key: keyText.optional(),
      allowedHosts: z.array(
        z.string(expected(HOST)).regex(/^(?:[\w.-]+|\[[\da-f:.]+\])$/i, expected(HOST)),
      ).optional(),
    }),
  })
);

/**
 * Validates the options of a control API that is on.
 *
 * @throws {TypeError} When an option is invalid. The message does not contain the key.
 */
export function checkControlOptions(options: boolean | ControlOptions): ControlOptions {
  if (typeof options === "boolean") return {};
  if (typeof options !== "object") {
    // Without the value, which may be a key.
    throw new TypeError(
      `control: expected true, false or an object, got a value of type ${typeof options}. A key is ` +
        "passed as control: { key }.",
    );
  }
  const { control } = checked(wrapped, withoutUndefined({ control: options }), "control");
  if (control.key === undefined && (control.allowedHosts ?? []).length > 0) {
    throw new TypeError(
      "control.key is missing. With control.allowedHosts the mock may be reached from other machines, " +
        "so pass a key as well: control: { allowedHosts, key }.",
    );
  }
  return control;
}
