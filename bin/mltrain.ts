#!/usr/bin/env node
import { fileURLToPath } from "node:url";
import { compiledProgram } from "./compiledProgram.js";
import { setEngineFlags } from "./engineFlags.js";

setEngineFlags();
const { run } = compiledProgram(fileURLToPath(new URL("program.js", import.meta.url)));
void run(process.argv.slice(2));
