import process from "node:process";
import { chaosOverSockets } from "./chaos/chaos-over-sockets.ts";
import { importKills } from "./commands/import-kills.ts";
import { roundTrip } from "./commands/round-trip.ts";
import { profiles } from "./profiles/profiles.ts";
import { runProof } from "./proofs.ts";

const [name = "", scale = "1", seed = "1", only] = process.argv.slice(2);
await runProof({ name, scale: Number(scale), seed: Number(seed), only }, [
  chaosOverSockets,
  importKills,
  profiles,
  roundTrip,
]);
