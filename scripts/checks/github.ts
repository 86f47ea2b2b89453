// Parses the files that GitHub reads, and checks the permissions of each workflow.
import { readdirSync, readFileSync } from "node:fs";
import { inRoot } from "../lib/project.ts";

type Mapping = Record<string, unknown>;

/** The problems of the workflows and issue forms. */
export function checkGitHubFiles(): string[] {
  const files = readdirSync(inRoot(".github"), { recursive: true, encoding: "utf8" })
    .map((name) => name.replaceAll("\\", "/")).filter((name) => /\.ya?ml$/.test(name)).sort();
  if (files.length === 0) return [".github holds no YAML file"];
  return files.flatMap((name) => checkFile(name).map((problem) => `.github/${name}: ${problem}`));
}

function checkFile(name: string): string[] {
  try {
    const parsed: unknown = Bun.YAML.parse(readFileSync(inRoot(".github", name), "utf8"));
    if (!isMapping(parsed)) return ["it is not a mapping"];
    if (name.startsWith("workflows")) return checkWorkflow(parsed);
    return name.endsWith("config.yml") ? [] : checkForm(parsed);
  } catch (error) {
    return [String(error)];
  }
}

/** All `uses` values, at any depth. */
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
    .map((uses) => `${uses}: use only GitHub's own actions, by major version`);
  if (JSON.stringify(workflow["permissions"]) !== '{"contents":"read"}') {
    found.push("expected the permissions contents: read only");
  }
  if (!isMapping(workflow["jobs"])) return [...found, "it has no jobs"];
  for (const [name, job] of Object.entries(workflow["jobs"])) {
    if (!isMapping(job) || !Array.isArray(job["steps"])) found.push(`job ${name} has no steps`);
    else if (job["timeout-minutes"] === undefined) found.push(`job ${name} has no time limit`);
    else if (isMapping(job["permissions"]) && job["environment"] === undefined) {
      found.push(`job ${name} can write without approval: give it an environment`);
    }
  }
  return found;
}

function checkForm(form: Mapping): string[] {
  const missing = ["name", "description", "body"].filter((key) => form[key] === undefined);
  return missing.map((key) => `it has no ${key}`);
}

const isMapping = (value: unknown): value is Mapping =>
  typeof value === "object" && value !== null && !Array.isArray(value);
