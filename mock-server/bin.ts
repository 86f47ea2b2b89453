#!/usr/bin/env node
import process from "node:process";
import { main } from "./cli.ts";

await main(process.argv.slice(2));
