import { setFlagsFromString } from "node:v8";

const FLAGS = [
  // Keeps the space for new objects small instead of growing to 48 MB. The long-lived objects are a few large arrays, which
  // are stored elsewhere. Small portions of short-lived objects are just as cheap to collect.
  "--semi-space-growth-factor=1",
  // Lets the heap grow by 70 % between collections instead of to four times its size. It is small, so collections are fast.
  "--heap-growing-percent=70",
  // Limits inlining. Trainings are short and their loops are unrolled by hand: a third of the CPU time went to compiling,
  // most of it to inlined functions.
  "--max-inlined-bytecode-size-cumulative=150",
  // Exposes the function that collectGarbage() calls. The engine accepts bytecode only if its flags are the same as at build.
  "--expose-gc",
];

/** Sets the flags of the engine. Call it before any code of the program is compiled. */
export function setEngineFlags(): void {
  for (const flag of FLAGS) setFlagsFromString(flag);
}
