import { createMockServer } from "../../../mock-server/mod.ts";
import { contract, type ContractCase, mockTarget } from "../../contract/mod.ts";
import { switchIds, type World, worldText } from "./world.ts";

/** A case that fails in a world. */
export interface Finding {
  /** The ID of the case. */
  id: string;
  /** The smallest world found in which it fails. */
  world: World;
  /** The error. */
  error: unknown;
}

/** What ran in a world, and what failed. */
export interface WorldResult {
  /** How many cases ran. */
  cases: number;
  /** The cases that failed. */
  findings: Finding[];
}

const TIME_LIMIT_MS = 30_000;

/**
 * Runs the client's cases and the assumed facts in a world. Left out are known facts, which hold in any world, cases that
 * bring their own server, because a world does not affect them, and those about amounts.
 *
 * @param only The ID of a case, to run no other. Default: `all`.
 */
export async function runWorld(world: World, only: string = "all"): Promise<WorldResult> {
  const cases = casesIn(world).filter(({ id }) => only === "all" || id === only);
  if (cases.length === 0) {
    throw new Error(`${only}: expected the ID of a case that depends on the world, or all`);
  }
  const findings: Finding[] = [];
  for (const  of of["client", "wire"]) {
    // Each case has its own tenant, so they can run at once.
    const results = await Promise.all(
      cases.filter(({ level }) => level === of)
        .map(async (c) => ({ id: c.id, failed: await failureOf(c) })),
    );
    for (const { id, failed } of results) {
      if (failed === undefined) continue;
      findings.push(
        await shrink({ id, world, error: failed.error }, (smaller) => failureIn(smaller, id)),
      );
    }
  }
  return { cases: cases.length, findings };
}

/** Describes a finding and how to repeat it. */
export function findingText({ id, world, error }: Finding): string {
  const shown = error instanceof Error ? error.stack ?? error.message : String(error);
  return `${id} fails in the world ${worldText(world)}\n` +
    `  repeat it: npm run worlds -- --only "${id}: ${worldText(world)}"\n` +
    shown.replaceAll(/^/gm, "  ");
}

/** Why a case failed. */
type Failure = { error: unknown };

/**
 * Removes one behavior after the other, as long as the case still fails.
 *
 * @param failureIn Runs the case in another world.
 */
export async function shrink(
  finding: Finding,
  failureIn: (world: World) => Promise<Failure | undefined>,
): Promise<Finding> {
  let smallest = finding;
  for (const id of switchIds()) {
    const { [id]: removed, ...world } = smallest.world;
    if (removed === undefined) continue;
    const failed = await failureIn(world);
    if (failed !== undefined) smallest = { ...finding, world, error: failed.error };
  }
  return smallest;
}

async function failureIn(world: World, id: string): Promise<Failure | undefined> {
  const same = casesIn(world).find((c) => c.id === id);
  return same && await failureOf(same);
}

function casesIn(behaviors: World): ContractCase[] {
  return contract(mockTarget(createMockServer({ behaviors })))
    .filter(({ level, evidence, standalone, large }) =>
      (level === "client" || evidence === "A") && !standalone && !large
    );
}

async function failureOf(c: ContractCase): Promise<Failure | undefined> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no end after ${TIME_LIMIT_MS} ms`)), TIME_LIMIT_MS);
  });
  try {
    if (c.skip !== undefined) throw new Error(`skipped: ${c.skip}`);
    await Promise.race([c.run(), late]);
    return undefined;
  } catch (error) {
    return { error };
  } finally {
    clearTimeout(timer);
  }
}
