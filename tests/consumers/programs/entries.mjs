// Imports the given entries, and prints the number of exports of each.
import process from "node:process";

for (const name of process.argv.slice(2)) {
  const names = Object.keys(await import(name));
  console.log(`${name} has ${names.length === 0 ? "no" : "some"} exports`);
}
