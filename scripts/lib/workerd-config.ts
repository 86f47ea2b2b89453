import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";

/** A Worker in workerd. */
export interface WorkerService {
  name: string;
  /** The file of its bundle, without the extension. */
  module: string;
  /** Its compatibility date. */
  date: string;
  /** The service that its `fetch` reaches. */
  outbound?: string | undefined;
  /** The service that has the class of its Durable Objects, `TestCoordinator`, bound as `KINABASE`. */
  coordinator?: string | undefined;
  /** The service behind its KV namespace, bound as `TOKENS`. */
  kv?: string | undefined;
  /** Whether it has that class, and the secrets that the class needs. */
  hasCoordinator?: boolean | undefined;
}

const CLASS = "TestCoordinator";
const STORAGE = "durable";

// The credentials of tests/workerd/credentials.ts, which are valid only for the mock beside it.
const SECRETS = {
  KINABASE_APP_ID: "5f0c7a52-6d0e-4c43-9d0b-0d3c52a6c1f7",
  KINABASE_APP_SECRET: `${"A".repeat(86)}==`,
  KINABASE_BASE_URL: "https://kinabase.invalid/api/v1/",
};

/**
 * Writes the configuration of workerd.
 *
 * @param folder Has the bundles. The storage of Durable Objects goes there, too.
 * @param main The Worker with the tests. It has bindings to all others, under their names.
 * @param services The others.
 * @param extension The extension of the bundles.
 * @returns The configuration's file.
 */
export function writeWorkerdConfig(
  folder: string,
  main: WorkerService,
  services: readonly WorkerService[],
  extension: "js" | "mjs" = "js",
): string {
  mkdirSync(path.join(folder, STORAGE));
  const inCapnp = (of: WorkerService, bound: readonly WorkerService[] = []) => {
    const bindings = [
      ...bound.map(({ name }) => `(name = "${name}", service = "${name}")`),
      ...(of.hasCoordinator
        ? Object.entries(SECRETS).map(([name, text]) => `(name = "${name}", text = "${text}")`)
        : []),
      ...(of.kv ? [`(name = "TOKENS", kvNamespace = "${of.kv}")`] : []),
      ...(of.coordinator
        ? [
          `(name = "KINABASE", durableObjectNamespace = (className = "${CLASS}", serviceName = "${of.coordinator}"))`,
        ]
        : []),
    ];
    return `    (
      name = "${of.name}",
      worker = (
        modules = [(name = "worker.js", esModule = embed "${of.module}.${extension}")],
        compatibilityDate = "${of.date}",
        bindings = [${bindings.join(", ")}],
        ${of.outbound ? `globalOutbound = "${of.outbound}",` : ""}
        ${of.hasCoordinator ? DURABLE : ""}
      ),
    ),`;
  };
  const file = path.join(folder, "config.capnp");
  writeFileSync(
    file,
    `using Workerd = import "/workerd/workerd.capnp";

const config :Workerd.Config = (
  services = [
${inCapnp(main, services)}
${services.map((service) => inCapnp(service)).join("\n")}
    (name = "${STORAGE}", disk = (path = "${path.join(folder, STORAGE)}", writable = true)),
  ],
);
`,
  );
  return file;
}

const DURABLE = `durableObjectNamespaces = [(className = "${CLASS}", uniqueKey = "${CLASS}")],
        durableObjectStorage = (localDisk = "${STORAGE}"),`;
