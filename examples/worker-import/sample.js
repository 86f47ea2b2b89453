// Prints rows: node sample.js 5000 > people.ndjson
import process from "node:process";

const count = Number(process.argv[2] ?? 1000);
for (let i = 1; i <= count; i++) {
  const data = { fullName: `Person ${i}`, jobTitle: "Tester", isRemote: i % 2 === 0 };
  console.log(JSON.stringify({ key: `person-${i}`, data }));
}
