for (const name of process.argv.slice(2)) {
  const found = Object.keys(require(name)).length;
  console.log(`${name} has ${found > 0 ? "some" : "no"} exports`);
}
