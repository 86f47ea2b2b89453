import type { Credentials } from "../../src/wire/types.ts";
import type { AppDefinition } from "../world/apps/apps.ts";
import type { CollectionSeed } from "../world/collections/definitions.ts";
import type { Seed } from "../world/tenant/seed.ts";
import { demoCompanies } from "./demo-companies.ts";
import { demoCredentials } from "./demo-credentials.ts";
import { demoPeople } from "./demo-people.ts";
import { demoTasks } from "./demo-tasks.ts";

/** The seed of the demo. */
export interface DemoSeed extends Seed {
  /** One app, with the credentials of {@linkcode demoCredentials}. */
  apps: [AppDefinition & Credentials];
  /** `companies`, `people` and `tasks`, with 50 records each. */
  collections: CollectionSeed[];
}

/**
 * The data of `kinabase mock --demo`: an app with fixed credentials, and the collections `companies`, `people`
 * and `tasks` with 50 made-up records each. People link to companies, tasks to people. Some companies and people
 * have an external link of the service `crm`. The IDs and values are always the same.
 *
 * @example
 * ```ts
 * import { createClient } from "@kinakit/kinabase";
 * import { createMockServer, demoCredentials, demoSeed } from "@kinakit/kinabase/mock";
 *
 * const { fetch, baseUrl, clock } = createMockServer({ seed: demoSeed() });
 * const client = createClient({ ...demoCredentials(), fetch, baseUrl, clock });
 * const { totalRecords } = await client.collection("people").page(); // 50
 * ```
 */
export function demoSeed(): DemoSeed {
  return {
    apps: [{ name: "Demo", description: "The demo of the mock", ...demoCredentials() }],
    collections: [demoCompanies(), demoPeople(), demoTasks()],
  };
}
