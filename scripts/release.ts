// npm run release:check -- TAG   Checks that the manifests, the changelog and the tag agree.
// npm run release:channel        Prints the npm tag for this version: latest, or next for one such as 1.0.0-rc.1
import { readFileSync } from "node:fs";
import process from "node:process";
import { compareManifests } from "./checks/manifests.ts";
import { inRoot, packageJson } from "./lib/project.ts";

const [task, tag] = process.argv.slice(2);
const { version } = packageJson();

if (task === "channel") console.log(version.includes("-") ? "next" : "latest");
else {
  const complaints = compareManifests();
  if (tag !== `v${version}`) complaints.push(`the tag is ${tag}, the version ${version}`);
  const changelog = readFileSync(inRoot("CHANGELOG.md"), "utf8");
  const escaped = version.replaceAll(".", "\\.");
  if (!new RegExp(`^## \\[${escaped}\\] - \\d{4}-\\d{2}-\\d{2}$`, "m").test(changelog)) {
    complaints.push(`CHANGELOG.md has no line "## [${version}] - YYYY-MM-DD"`);
  }
  for (const complaint of complaints) console.error(complaint);
  if (complaints.length > 0) process.exitCode = 1;
  else console.log(`v${version} may be published.`);
}
