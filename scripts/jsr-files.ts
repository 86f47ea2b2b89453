// npm run jsr:files
// Lists what JSR would get, and says what should not be among it.
import process from "node:process";
import { dryRunJsr } from "./checks/jsr.ts";

const { files, trouble } = await dryRunJsr();
for (const file of files) console.log(file);
console.log(`\n${files.length} files`);
if (trouble) {
  console.error(trouble);
  process.exitCode = 1;
}
