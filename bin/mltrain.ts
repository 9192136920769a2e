#!/usr/bin/env node
import { fileURLToPath } from "node:url";
import { EXIT } from "../src/errors.js";
import { bugsExitWith } from "./bugs.js";
import { compiledProgram } from "./compiledProgram.js";
import { setEngineFlags } from "./engineFlags.js";

bugsExitWith(EXIT.internal);
setEngineFlags();
const { run } = compiledProgram(fileURLToPath(new URL("program.js", import.meta.url)));
void run(process.argv.slice(2));
