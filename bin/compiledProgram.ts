import { createHash } from "node:crypto";
import { readFileSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { Script } from "node:vm";
import type * as program from "./program.js";

/** The compiled bundle of the program. */
export interface CompiledProgram {
  readonly run: typeof program.run;
  /** Returns the bytecode of all functions compiled so far, to be stored in a file. */
  readonly bytecode: () => Buffer;
  /** True if the engine accepted the stored bytecode. */
  readonly fromBytecode: boolean;
}

/**
 * The file name in stack traces. It is constant, because some engines take it from the bytecode, which is built in another
 * folder.
 */
const NAME = "dist/program/program.js";

/** Length of the hash at the start of a bytecode file. */
const HASH_BYTES = 32;

/**
 * Loads a bundle (one CommonJS module, ASCII only) with the bytecode that the build stored. Compiling the bundle takes a
 * tenth of a training and a quarter of a short command. The bundle is compiled if the bytecode is missing, damaged, from
 * another bundle, or from an engine with other flags.
 */
export function compiledProgram(bundle: string): CompiledProgram {
  const text = readFileSync(bundle);
  const cachedData = readBytecode(bytecodeFile(bundle), text);
  // A Latin-1 string takes one byte per character.
  const script = new Script(text.toString("latin1"), { filename: NAME, ...(cachedData && { cachedData }) });
  const module = { exports: {} as typeof program };
  const evaluate = script.runInThisContext() as (...args: unknown[]) => void;
  evaluate(module.exports, createRequire(bundle), module, bundle, dirname(bundle));
  return {
    run: module.exports.run,
    bytecode: () => {
      const bytes = script.createCachedData();
      return Buffer.concat([hashOf(text, bytes), bytes]);
    },
    fromBytecode: script.cachedDataRejected === false,
  };
}

/** Returns the path of the bytecode of a bundle for this version of Node.js and this architecture. */
export function bytecodeFile(bundle: string): string {
  return join(dirname(bundle), `bytecode-${process.version}-${process.arch}`);
}

/**
 * Returns the stored bytecode; undefined if its hash is wrong. The engine checks only lengths: damaged bytecode would crash
 * the process, and bytecode of another bundle would run that bundle.
 */
function readBytecode(file: string, text: Buffer): Buffer | undefined {
  try {
    if (!statSync(file).isFile()) return undefined; // reading a pipe would block
    const stored = readFileSync(file);
    const bytes = stored.subarray(HASH_BYTES);
    return hashOf(text, bytes).equals(stored.subarray(0, HASH_BYTES)) ? bytes : undefined;
  } catch {
    return undefined;
  }
}

function hashOf(text: Buffer, bytecode: Buffer): Buffer {
  return createHash("sha256").update(text).update(bytecode).digest();
}
