import * as z from "zod";
import { checked, expected, strict, withoutUndefined } from "../../support/check.ts";
import { FAILURES } from "../failures/failures.ts";
import type { BehaviorId, BehaviorOptions, BehaviorSettings } from "./behavior-settings.ts";
import { behaviorTable } from "./behavior-table.ts";

/** The behaviors of a tenant: how it is set where Kinabase's own behavior is not known for sure. */
export interface Behaviors {
  /** The option of one behavior. */
  get<Id extends BehaviorId>(id: Id): BehaviorSettings[Id];
  /** The options of all behaviors. */
  all(): BehaviorSettings;
  /**
   * Changes some behaviors. The others keep their option.
   *
   * @throws {TypeError} When a behavior or an option does not exist. The message suggests the closest one.
   *
   * @example A deployment that writes the valid records of a batch
   * ```ts
   * import { createMockServer } from "@kinakit/kinabase/mock";
   *
   * const mock = createMockServer();
   * mock.tenant.behaviors.set({ "bulk.one-bad-record": "partial-errors" });
   * ```
   */
  set(changes: BehaviorOptions): void;
}

/** The behaviors of a tenant, with the operations that the tenant uses. */
export interface BehaviorsState extends Behaviors {
  /** The options that differ from their default. */
  changes(): BehaviorOptions;
  /** Restores the initial options. */
  reset(): void;
  /** Replaces all options; those that are left out get their default. */
  replace(options: BehaviorOptions): void;
}

const messages = Object.fromEntries(
  Object.entries(FAILURES).map(([name, { message }]) => [`message.${name}`, message]),
);

const defaults = Object.fromEntries(
  Object.entries(behaviorTable).map(([id, of]) => [id, of.default]),
);

const TEXT = "the text of an error message";

/**
 * The schema of changes of behaviors.
 *
 * @internal
 */
export const behaviorOptions: z.ZodType<BehaviorOptions> = z.lazy(() =>
  strict({
    ...Object.fromEntries(
      Object.entries(behaviorTable).map(([id, { options }]) => [
        id,
        z.enum(Object.keys(options)).optional(),
      ]),
    ),
    ...Object.fromEntries(
      Object.keys(messages).map((
        id,
      ) => [id, z.string(expected(TEXT)).min(1, expected(TEXT)).optional()]),
    ),
  })
);

// Wrapped, so that errors name the option.
const wrapped: z.ZodType<{ behaviors: BehaviorOptions }> = z.lazy(() =>
  z.object({ behaviors: behaviorOptions })
);

/**
 * Creates the behaviors of a tenant.
 *
 * @throws {TypeError} When a behavior or an option does not exist.
 */
export function createBehaviors(initial: BehaviorOptions = {}): BehaviorsState {
  const start = settingsFrom(initial);
  let settings = start;
  return {
    get: (id) => settings[id],
    all: () => ({ ...settings }),
    set: (changes) => void (settings = settingsFrom(changes, settings)),
    changes: () =>
      Object.fromEntries(
        Object.entries(settings).filter(([id, option]) =>
          option !== (defaults[id] ?? messages[id])
        ),
      ),
    reset: () => void (settings = start),
    replace: (options) => void (settings = settingsFrom(options)),
  };
}

/**
 * Validates changes of behaviors.
 *
 * @throws {TypeError} When a behavior or an option does not exist.
 */
export function checkedBehaviors(changes: unknown = {}): BehaviorOptions {
  return checked(wrapped, withoutUndefined({ behaviors: changes }), "behaviors").behaviors;
}

function settingsFrom(changes: BehaviorOptions, base?: BehaviorSettings): BehaviorSettings {
  // The table and the failures have an entry for each behavior, and the schema checked the changes.
  return { ...defaults, ...messages, ...base, ...checkedBehaviors(changes) } as BehaviorSettings;
}
