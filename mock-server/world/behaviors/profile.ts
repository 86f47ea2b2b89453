import * as z from "zod";
import { checked, expected, strict } from "../../support/check.ts";
import type { BehaviorOptions, SwitchId } from "./behavior-settings.ts";
import { behaviorTable } from "./behavior-table.ts";

/** What a probe found out about one behavior of a deployment. */
export type Finding =
  /** The deployment shows this option. */
  | { option: string }
  /** It does something else. The text says what, without secrets. */
  | { other: string }
  /** It was not found out, and why. */
  | { notSeen: string };

/**
 * How a deployment behaves where that is not documented: plain JSON, written by
 * `kinabase contract --write-profile`.
 */
export interface Profile {
  /** The version of this format. */
  version: 1;
  /** The base URL of the deployment. */
  target: string;
  /** When it was probed, in ISO 8601. */
  date: string;
  /** What was found out, by behavior. */
  behaviors: Partial<Record<SwitchId, Finding>>;
}

const TEXT = "a text";

/**
 * The schema of a profile.
 *
 * @internal
 */
export const profileSchema: z.ZodType<Profile> = z.lazy(() =>
  strict({
    $schema: z.string().optional(),
    version: z.literal(1, expected("1")),
    target: z.string(expected("the base URL of the deployment")),
    date: z.string(expected("the date of the profile")),
    behaviors: strict(Object.fromEntries(
      Object.entries(behaviorTable).map(([id, { options }]) => [
        id,
        z.union([
          strict({ option: z.enum(Object.keys(options)) }),
          strict({ other: z.string(expected(TEXT)) }),
          strict({ notSeen: z.string(expected(TEXT)) }),
        ], expected(`{ option }, { other } or { notSeen }`)).optional(),
      ]),
    )),
  })
);

/**
 * The options that a deployment shows, for a mock that is to behave like it.
 *
 * @throws {TypeError} When the profile is invalid. The message names the path.
 */
export function behaviorsOf(profile: Profile | object): BehaviorOptions {
  const { behaviors } = checked(profileSchema, profile, "profile");
  return Object.fromEntries(
    Object.entries(behaviors).flatMap(([id, finding]) =>
      "option" in finding ? [[id, finding.option]] : []
    ),
  );
}
