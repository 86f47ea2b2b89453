// Imports what it is told to, and says how many names each has.
import process from "node:process";

for (const name of process.argv.slice(2)) {
  const names = Object.keys(await import(name));
  console.log(`${name} has ${names.length === 0 ? "no" : "some"} exports`);
}
