import type { BehaviorOptions, LimitOptions } from "../../mock-server/mod.ts";
import { ok } from "./assert.ts";
import { blamed } from "./assumed-behavior.ts";
import { type Capability, skipReason } from "./capability.ts";
import { type DependsOn, type Helpers, helpersFor } from "./helpers.ts";
import { runAndCleanUp } from "./shared-run.ts";
import type { Target } from "./target.ts";

export type { DependsOn } from "./helpers.ts";

/** The evidence for the fact behind a case. */
export type Evidence =
  /** Stated by the specification. */
  | "S"
  /** Stated by Kinabase's public documentation. */
  | "D"
  /** Observed in programs that use the real service. */
  | "O"
  /** Assumed. */
  | "A";

/** `wire`: a case sends raw requests to the target. `client`: a case uses the client. */
export type Level = "wire" | "client";

/** One case of the contract, ready for any test runner. See {@linkcode contract}. */
export interface ContractCase {
  /** The permanent name of the case, such as `token/wrong-secret`. */
  id: string;
  /**
   * The expected behavior, as a sentence. Unique within a target. If a profile says that the target behaves in
   * another way than is assumed, it says what is expected then.
   */
  title: string;
  /** The topic of the case: `token`, `bearer`, … */
  subject: string;
  /** What the case tests. */
  level: Level;
  /** The evidence for the fact. For the client's own rules: the strongest evidence that they rely on. */
  evidence: Evidence;
  /** The reason why the case cannot run against this target. Absent if it can run. */
  skip?: string | undefined;
  /** `true` if the case brings its own server, so that its result is the same for every target. */
  standalone?: true;
  /** `true` if the case is about amounts: it takes much longer than others. */
  large?: true;
  /** The behaviors of the target that change what the case expects, and how. */
  dependsOn?: DependsOn;
  /** Runs the case. Rejects with {@linkcode ContractViolation} or another error if the case fails. */
  run(): Promise<void>;
}

/** A case that is not bound to a target yet. */
export interface Definition {
  id: string;
  title: string;
  level: Level;
  evidence: Evidence;
  needs: readonly Capability[];
  /** The limits of the target that the case needs. */
  limits?: LimitOptions | undefined;
  /** The behaviors of the target that the case needs. */
  behaviors?: BehaviorOptions | undefined;
  /** The behaviors of the target that change what the case expects, and how. */
  dependsOn?: DependsOn | undefined;
  /** Whether the case is about amounts, so that it takes much longer than others. */
  large?: boolean | undefined;
  /** Whether the case uses nothing of a target. */
  standalone: boolean;
  run(target: Target): Promise<void>;
}

/** The argument of a case: the target's capabilities that it needs, and helpers. */
export type CaseContext<N extends Capability> = Helpers & { [K in N]: NonNullable<Target[K]> };

/** Defines a case that runs against any target. */
export function define<N extends Capability = never>(
  definition: Omit<Definition, "run" | "needs" | "standalone"> & {
    needs?: readonly N[];
    run(context: CaseContext<N>): Promise<void>;
  },
): Definition {
  const { needs = [], run, ...rest } = definition;
  return {
    ...rest,
    needs,
    // Such a case takes no context.
    standalone: run.length === 0,
    async run(target) {
      const context = { ...target, ...(await helpersFor(target, rest.dependsOn)) };
      ok(hasAll(context, needs), `${rest.id} needs ${needs.join(", ")}`);
      await run(context);
    },
  };
}

/**
 * Binds case definitions to a target.
 *
 * @param known The behaviors of the target that a profile says. Default: none.
 */
export function bind(
  subject: string,
  definitions: Definition[],
  target: Target,
  known: BehaviorOptions = {},
): ContractCase[] {
  return definitions.map(
    ({ id, title, level, evidence, needs, limits, behaviors, run, ...marks }) => {
      const reason = skipReason(needs, { limits, behaviors }, target);
      return {
        id: `${subject}/${id}`,
        title: titleUnder(title, marks.dependsOn, known),
        subject,
        level,
        evidence,
        ...(reason === undefined ? {} : { skip: reason }),
        ...(marks.standalone ? { standalone: true } : {}),
        ...(marks.large ? { large: true } : {}),
        ...(marks.dependsOn === undefined ? {} : { dependsOn: marks.dependsOn }),
        async run() {
          if (target.isolate === undefined) {
            return await runAndCleanUp(run, target).catch(async (error) => {
              throw level === "client" ? await blamed(error, marks.dependsOn, target) : error;
            });
          }
          const own = await target.isolate({ limits, behaviors });
          // A case that needs isolation has it, even if its own target cannot be isolated again.
          await run({ ...own, isolate: own.isolate ?? target.isolate });
        },
      };
    },
  );
}

function titleUnder(title: string, dependsOn: DependsOn = {}, known: BehaviorOptions): string {
  const notes = Object.entries(dependsOn).flatMap(([id, outcomes]) => {
    const under = Object.entries(known).find(([of]) => of === id)?.[1] ?? "";
    const outcome = Object.entries(outcomes).find(([option]) => option === under)?.[1];
    return outcome === undefined ? [] : [`${id}=${under}: ${outcome}`];
  });
  return notes.length === 0 ? title : `${title} (under ${notes.join("; under ")})`;
}

function hasAll<N extends Capability>(
  context: Helpers & Target,
  needs: readonly N[],
): context is Helpers & Target & CaseContext<N> {
  return needs.every((need) => context[need] !== undefined);
}
