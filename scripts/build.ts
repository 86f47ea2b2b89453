// npm run build
import process from "node:process";
import { build } from "./lib/build.ts";

const trouble = await build({ echo: true });
if (trouble) {
  console.error(trouble);
  process.exitCode = 1;
}
