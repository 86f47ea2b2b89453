import { JournalMismatch } from "../../world/journal/journal-expectation.ts";
import { ControlError } from "../control-error.ts";
import { type ControlRoute, route } from "../route.ts";
import { countAnswer, countQuery, entriesAnswer, entriesQuery, expectBody } from "../schemas.ts";

/** What was asked and answered. */
export const journalRoutes: readonly ControlRoute[] = [
  route({
    id: "listEntries",
    method: "GET",
    path: "/tenants/{tenant}/journal",
    summary: "The entries that are meant, oldest first; with a limit the newest of them",
    query: entriesQuery,
    response: entriesAnswer,
    run({ tenant: { journal }, query: { after = 0, limit, ...match } }) {
      const meant = journal.entries(match).filter(({ id }) => id > after);
      const entries = limit === undefined ? meant : meant.slice(Math.max(0, meant.length - limit));
      return { entries, dropped: journal.dropped };
    },
  }),
  route({
    id: "countEntries",
    method: "GET",
    path: "/tenants/{tenant}/journal/count",
    summary: "How many entries are meant",
    query: countQuery,
    response: countAnswer,
    run: ({ tenant: { journal }, query }) => ({ count: journal.count(query) }),
  }),
  route({
    id: "expectEntries",
    method: "POST",
    path: "/tenants/{tenant}/journal/expect",
    summary: "Expect a number of requests, by default one",
    errors: { 409: "There were more or fewer; the error shows the nearest that did not match." },
    body: expectBody,
    run({ tenant: { journal }, body: { match, times } }) {
      try {
        journal.expect(match, times);
      } catch (error) {
        if (error instanceof JournalMismatch) throw new ControlError(409, error.message);
        throw error;
      }
    },
  }),
  route({
    id: "clearJournal",
    method: "DELETE",
    path: "/tenants/{tenant}/journal",
    summary: "Forget all entries",
    run: ({ tenant: { journal } }) => journal.clear(),
  }),
];
