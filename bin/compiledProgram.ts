import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { Script } from "node:vm";
import type * as program from "./program.js";

/** The bundle of the whole program, ready to run. */
export interface CompiledProgram {
  readonly run: typeof program.run;
  /** What the engine has compiled until now. */
  readonly bytecode: () => Buffer;
}

/**
 * Reads a bundle, the function around a CommonJS module in ASCII alone, and the bytecode that the build kept of it:
 * compiling it anew was a tenth of a training, and a quarter of a short command. Another engine than the build's refuses
 * what is kept, and compiles.
 */
export function compiledProgram(bundle: string): CompiledProgram {
  const kept = bytecodeFile(bundle);
  // Read as Latin-1, a character takes one byte of memory.
  const script = new Script(readFileSync(bundle, "latin1"), {
    filename: bundle,
    ...(existsSync(kept) ? { cachedData: readFileSync(kept) } : {}),
  });
  const module = { exports: {} as typeof program };
  const evaluate = script.runInThisContext() as (...given: unknown[]) => void;
  evaluate(module.exports, createRequire(bundle), module, bundle, dirname(bundle));
  return { run: module.exports.run, bytecode: () => script.createCachedData() };
}

/** Where the bytecode of a bundle lies, for this very engine. */
export function bytecodeFile(bundle: string): string {
  return join(dirname(bundle), `bytecode-${process.version}-${process.arch}`);
}
