import { createHash } from "node:crypto";
import { readFileSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { Script } from "node:vm";
import type * as program from "./program.js";

/** The bundle of the whole program, ready to run. */
export interface CompiledProgram {
  readonly run: typeof program.run;
  /** What is to be kept of what the engine has compiled until now. */
  readonly bytecode: () => Buffer;
  /** Whether the engine began with what was kept. */
  readonly fromBytecode: boolean;
}

/** In stack traces. Some engines take it from the bytecode, which is made in another folder than it is used in. */
const NAME = "dist/program/program.js";

/** Bytes of the hash that a file of bytecode begins with. */
const HASH_BYTES = 32;

/**
 * Reads a bundle, the function around a CommonJS module in ASCII alone, and the bytecode that the build kept of it:
 * compiling it anew was a tenth of a training, and a quarter of a short command. It is compiled all the same where nothing
 * was kept that can be read, and is whole, and of this bundle, and of an engine with these flags.
 */
export function compiledProgram(bundle: string): CompiledProgram {
  const text = readFileSync(bundle);
  const cachedData = readKept(bytecodeFile(bundle), text);
  // Read as Latin-1, a character takes one byte of memory.
  const script = new Script(text.toString("latin1"), { filename: NAME, ...(cachedData && { cachedData }) });
  const module = { exports: {} as typeof program };
  const evaluate = script.runInThisContext() as (...given: unknown[]) => void;
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

/** Where the bytecode of a bundle lies, for this very engine. */
export function bytecodeFile(bundle: string): string {
  return join(dirname(bundle), `bytecode-${process.version}-${process.arch}`);
}

/** The engine looks at no more than lengths: damaged bytes end the process, and those of another text do what that says. */
function readKept(file: string, text: Buffer): Buffer | undefined {
  try {
    if (!statSync(file).isFile()) return undefined; // a pipe would be waited for
    const kept = readFileSync(file);
    const bytes = kept.subarray(HASH_BYTES);
    return hashOf(text, bytes).equals(kept.subarray(0, HASH_BYTES)) ? bytes : undefined;
  } catch {
    return undefined;
  }
}

function hashOf(text: Buffer, bytecode: Buffer): Buffer {
  return createHash("sha256").update(text).update(bytecode).digest();
}
