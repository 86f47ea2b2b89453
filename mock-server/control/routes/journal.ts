import { type ControlRoute, route } from "../route.ts";
import { countAnswer, countQuery, entriesAnswer, entriesQuery, expectBody } from "../schemas.ts";

/** The requests that reached a tenant. */
export const journalRoutes: readonly ControlRoute[] = [
  route({
    id: "listEntries",
    method: "GET",
    path: "/tenants/{tenant}/journal",
    summary: "List matching entries, oldest first; with a limit, the newest ones",
    query: entriesQuery,
    response: entriesAnswer,
    run({ tenant: { journal }, query: { after = 0, limit, ...match } }) {
      const matching = journal.entries(match).filter(({ id }) => id > after);
      const entries = limit === undefined
        ? matching
        : matching.slice(Math.max(0, matching.length - limit));
      return { entries, dropped: journal.dropped };
    },
  }),
  route({
    id: "countEntries",
    method: "GET",
    path: "/tenants/{tenant}/journal/count",
    summary: "Count matching entries",
    errors: { 409: "Older entries were dropped, so the number is not known." },
    query: countQuery,
    response: countAnswer,
    run: ({ tenant: { journal }, query }) => ({ count: journal.count(query) }),
  }),
  route({
    id: "expectEntries",
    method: "POST",
    path: "/tenants/{tenant}/journal/expect",
    summary: "Expect a number of requests, one by default",
    errors: { 409: "The number of matching requests differs. The error lists the closest ones." },
    body: expectBody,
    run: ({ tenant: { journal }, body: { match, times } }) => journal.expect(match, times),
  }),
  route({
    id: "clearJournal",
    method: "DELETE",
    path: "/tenants/{tenant}/journal",
    summary: "Delete all entries",
    run: ({ tenant: { journal } }) => journal.clear(),
  }),
];
