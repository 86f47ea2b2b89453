// npm run jsr:files
// Lists the files that would be published to JSR, and those that must not be.
import process from "node:process";
import { dryRunJsr } from "./checks/jsr.ts";

const { files, trouble } = await dryRunJsr();
for (const file of files) console.log(file);
console.log(`\n${files.length} files`);
if (trouble) {
  console.error(trouble);
  process.exitCode = 1;
}
