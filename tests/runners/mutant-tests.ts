// Stands for `bun:test` in the unit tests that run-mutants.ts runs: it collects the tests, so that each of them can
// run again and again.
import { expect, jest, mock, spyOn } from "bun:test";
import { format } from "node:util";

export { expect, jest, mock, spyOn };

type Work = () => unknown;

/** A group of tests, with what runs before and after each of them. */
interface Group {
  readonly parent: Group | undefined;
  readonly name: string;
  readonly before: Work[];
  readonly after: Work[];
}

/** A test that can run more than once. */
export interface CollectedTest {
  /** The names of its file and groups and its own. */
  readonly name: string;
  /** Runs it, with what belongs before and after it. */
  run(): Promise<void>;
}

/** The tests in the order of their registration. */
export const collected: CollectedTest[] = [];

let current: Group | undefined;

/** Collects the tests that `register` registers. */
export async function inFile(name: string, register: () => Promise<unknown>): Promise<void> {
  current = newGroup(name, undefined);
  await register();
  current = undefined;
}

const newGroup = (name: string, parent: Group | undefined): Group => ({
  parent,
  name,
  before: [],
  after: [],
});

/** All groups that a group is in, the outermost first, and itself. */
function path(group: Group | undefined): Group[] {
  return group === undefined ? [] : [...path(group.parent), group];
}

function addTest(title: string, work: Work): void {
  const groups = path(current);
  collected.push({
    name: [...groups.map(({ name }) => name), title].join(" > "),
    async run() {
      for (const { before } of groups) for (const each of before) await each();
      try {
        await work();
      } finally {
        for (const { after } of groups.toReversed()) for (const each of after) await each();
      }
    },
  });
}

function addGroup(title: string, register: Work): void {
  const outer = current;
  current = newGroup(title, outer);
  register();
  current = outer;
}

/** `add`, with `each` and `skipIf`. */
function withVariants(add: (title: string, work: Work) => void) {
  const each =
    (table: readonly unknown[]) => (title: string, work: (...args: unknown[]) => unknown) => {
      for (const row of table) {
        const args = Array.isArray(row) ? row : [row];
        add(format(title, ...args), () => work(...args));
      }
    };
  const skipIf = (condition: unknown) => condition ? () => {} : add;
  return Object.assign(add, { each, skipIf });
}

export const test = withVariants(addTest);
export const describe = withVariants(addGroup);
export const beforeEach = (work: Work): unknown => current?.before.push(work);
export const afterEach = (work: Work): unknown => current?.after.push(work);
// Once for each test: a test that runs alone needs it, too.
export const beforeAll = beforeEach;
export const afterAll = afterEach;
export const setDefaultTimeout = (): void => {};
