// TypeScript, with the global types of Workers, Bun and browsers.
import { test } from "bun:test";
import { tsc } from "../../scripts/lib/tools.ts";
import { withProject } from "./project.ts";

const RESOLUTIONS = {
  nodenext: { module: "nodenext", moduleResolution: "nodenext" },
  bundler: { module: "esnext", moduleResolution: "bundler" },
};

interface Globals {
  program: string;
  /** Libraries of TypeScript's own. Without one, the types are those of the package named by the key. */
  lib: readonly string[];
  extra?: readonly string[];
}

const GLOBALS: Readonly<Record<string, Globals>> = {
  "@cloudflare/workers-types": { program: "in-workers.ts", lib: [] },
  "bun-types": { program: "in-bun.ts", lib: [] },
  // The types of MSW need the DOM types unless skipLibCheck is on.
  "lib DOM": {
    program: "in-browser.ts",
    lib: ["DOM", "DOM.Iterable", "DOM.AsyncIterable"],
    extra: ["msw", "@mswjs/data"],
  },
};

for (const [resolution, options] of Object.entries(RESOLUTIONS)) {
  for (const [globals, { program, lib, extra = [] }] of Object.entries(GLOBALS)) {
    const types = lib.length > 0 ? [] : [globals];
    test(`TypeScript: moduleResolution ${resolution}, with ${globals}`, () =>
      withProject({ extra: ["zod", ...types, ...extra] }, async ({ take, write, run }) => {
        take("app.ts");
        take(program);
        write(
          "tsconfig.json",
          JSON.stringify({
            compilerOptions: {
              ...options,
              target: "ES2023",
              lib: ["ES2023", ...lib],
              types,
              noEmit: true,
              strict: true,
              skipLibCheck: false,
              exactOptionalPropertyTypes: true,
              noUncheckedIndexedAccess: true,
              noPropertyAccessFromIndexSignature: true,
              verbatimModuleSyntax: true,
              isolatedModules: true,
            },
            include: ["*.ts"],
          }),
        );
        await run(tsc(), "-p", ".");
      }));
  }
}
