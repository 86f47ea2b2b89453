// bun scripts/check-github.ts
// Parses what GitHub reads, and looks at what each workflow may do.
import { readdirSync, readFileSync } from "node:fs";

type Mapping = Record<string, unknown>;

const isMapping = (value: unknown): value is Mapping =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const complaints: string[] = [];

/** The steps' `uses`, wherever they stand. */
function usesIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(usesIn);
  if (!isMapping(value)) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    key === "uses" && typeof inner === "string" ? [inner] : usesIn(inner)
  );
}

function checkWorkflow(workflow: Mapping): string[] {
  const found = usesIn(workflow)
    .filter((uses) => !/^actions\/[\w-]+@v\d+$/.test(uses))
    .map((uses) => `${uses}: only GitHub's own actions, by their major version`);
  if (JSON.stringify(workflow["permissions"]) !== '{"contents":"read"}') {
    found.push("its permissions are not just contents: read");
  }
  if (!isMapping(workflow["jobs"])) return [...found, "it has no jobs"];
  for (const [name, job] of Object.entries(workflow["jobs"])) {
    if (!isMapping(job) || !Array.isArray(job["steps"])) found.push(`job ${name} has no steps`);
    else if (job["timeout-minutes"] === undefined) found.push(`job ${name} has no time limit`);
    else if (isMapping(job["permissions"]) && job["environment"] === undefined) {
      found.push(`job ${name} may do more than read, and nobody has to approve it`);
    }
  }
  return found;
}

function checkForm(form: Mapping): string[] {
  const missing = ["name", "description", "body"].filter((key) => form[key] === undefined);
  return missing.map((key) => `it has no ${key}`);
}

const files = readdirSync(".github", { recursive: true }).map(String)
  .filter((name) => /\.ya?ml$/.test(name)).sort();
for (const name of files) {
  let found: string[];
  try {
    const parsed: unknown = Bun.YAML.parse(readFileSync(`.github/${name}`, "utf8"));
    if (!isMapping(parsed)) found = ["it is no mapping"];
    else if (name.startsWith("workflows")) found = checkWorkflow(parsed);
    else if (name.endsWith("config.yml")) found = [];
    else found = checkForm(parsed);
  } catch (error) {
    found = [String(error)];
  }
  complaints.push(...found.map((complaint) => `.github/${name}: ${complaint}`));
}
if (files.length === 0) complaints.push("nothing to check");
if (complaints.length > 0) {
  console.error(complaints.join("\n"));
  process.exit(1);
}
