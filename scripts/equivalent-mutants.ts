/** A mutant that no test can notice, because the program behaves the same. */
export interface EquivalentMutant {
  file: string;
  /** The text of its first line, without the space around it. */
  line: string;
  /** The change as `npm run mutate` prints it. */
  change: string;
  /** Why the program behaves the same. */
  reason: string;
}

const PARSED_IN_VAIN = "Only objects are used of what is parsed. Not to parse the rest saves time.";

const STOPPED = "There is no result only after a stop, and then no other error counts.";

/** The mutants that count as killed. `npm run mutate` fails if one no longer exists or a test kills it. */
export const equivalentMutants: readonly EquivalentMutant[] = [
  {
    file: "src/errors/server-message.ts",
    line: "if (body === undefined || !/^\\s*\\{/.test(body)) return undefined;",
    change: "body === undefined || !/^\\s*\\{/.test(body) -> false",
    reason: PARSED_IN_VAIN,
  },
  {
    file: "src/errors/server-message.ts",
    line: "if (body === undefined || !/^\\s*\\{/.test(body)) return undefined;",
    change:
      "body === undefined || !/^\\s*\\{/.test(body) -> body === undefined && !/^\\s*\\{/.test(body)",
    reason: PARSED_IN_VAIN,
  },
  {
    file: "src/errors/server-message.ts",
    line: "if (body === undefined || !/^\\s*\\{/.test(body)) return undefined;",
    change: "/^\\s*\\{/ -> /\\s*\\{/",
    reason: PARSED_IN_VAIN,
  },
  {
    file: "src/errors/server-message.ts",
    line: "if (body === undefined || !/^\\s*\\{/.test(body)) return undefined;",
    change: "body === undefined -> false",
    reason: 'The pattern does not match "undefined". The comparison is there for the types.',
  },
  {
    file: "src/http/body.ts",
    line: "controller.byobRequest?.respond(0);",
    change: "controller.byobRequest?.respond -> controller.byobRequest.respond",
    reason: "The stream is closed by then, so an error here has no effect.",
  },
  {
    file: "src/http/call-state.ts",
    line: "maybeAppliedBefore: false,",
    change: "false -> true",
    reason: "Sending a request sets it before it is read.",
  },
  {
    file: "src/http/exchange.ts",
    line: "init.body = plain.body?.pipeThrough(new TransformStream()) ?? null;",
    change: "plain.body?.pipeThrough -> plain.body.pipeThrough",
    reason: "A response with a text always has a body. The operator is there for the types.",
  },
  {
    file: "src/http/redact.ts",
    line: 'const part = parts[i] ?? "";',
    change: '"" -> "Stryker was here!"',
    reason: "The index is always in the list. The default is there for the types.",
  },
  {
    file: "src/records/batches.ts",
    line: "if (!result?.done) return result?.value;",
    change: "result?.done -> result.done",
    reason: STOPPED,
  },
  {
    file: "src/records/batches.ts",
    line: "if (!result?.done) return result?.value;",
    change: "result?.value -> result.value",
    reason: STOPPED,
  },
  {
    file: "src/records/list.ts",
    line: "let seeksOverlap = false;",
    change: "false -> true",
    reason: "It has no effect on the first page, and reading that page sets it.",
  },
  {
    file: "src/records/record.ts",
    line: "if (id === undefined || !areDifferentUuids(id, record.id)) return;",
    change: "id === undefined -> false",
    reason: "Nothing is not a UUID. The comparison is there for the types.",
  },
];
