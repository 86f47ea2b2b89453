import { callTheMock } from "./call.mjs";

console.log(await callTheMock());
