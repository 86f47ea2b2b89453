// Shared by all tests of the page: the browser, and checks for every page.
import {
  afterAll,
  afterEach,
  beforeAll,
  describe,
  expect,
  setDefaultTimeout,
  test,
} from "bun:test";
import type { Browser } from "playwright-core";
import { chromiumPath, NO_CHROMIUM, startBrowser } from "./browser.ts";
import { open, type Opened } from "./page.ts";

/** Serves a mock and opens its page, for one test. */
export type Show = (options?: Parameters<typeof open>[1]) => Promise<Opened>;

/** Enough records for three pages. */
export const PEOPLE = {
  slug: "people",
  name: "People",
  fields: { fullName: "text", age: "number" },
  records: Array.from(
    { length: 23 },
    (_, i) => ({ data: { fullName: `Person ${i + 1}`, age: i } }),
  ),
} as const;

/**
 * Defines a suite for the page. After each test it checks that the page sent no request to another host,
 * put no secret into a URL, and logged nothing to the console.
 */
export function inspected(title: string, tests: (show: Show) => void): void {
  setDefaultTimeout(180_000);
  if (chromiumPath === undefined) test.skip(`${title}: ${NO_CHROMIUM}`, () => {});

  describe.skipIf(chromiumPath === undefined)(title, () => {
    let browser: Browser;
    const opened: Opened[] = [];

    beforeAll(async () => {
      browser = await startBrowser();
    });
    afterAll(() => browser.close());
    afterEach(async () => {
      for (const one of opened.splice(0)) {
        const { addresses, complaints, server } = one;
        await one.close();
        const foreign = addresses.filter((address) =>
          !address.startsWith(`${server.url}/`) && !address.startsWith("data:")
        );
        expect(foreign).toEqual([]);
        expect(addresses.filter((address) => /secret|eyJ|==/i.test(address))).toEqual([]);
        expect(complaints).toEqual([]);
      }
    });

    tests(async (options = {}) => {
      const one = await open(browser, options);
      opened.push(one);
      return one;
    });
  });
}
