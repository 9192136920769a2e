import { setFlagsFromString } from "node:v8";

const FLAGS = [
  // The space for new objects stays small instead of growing to 48 MB: what lives long here are a few large arrays, which
  // do not lie in it, and the short-lived rest is collected as cheaply in small portions.
  "--semi-space-growth-factor=1",
  // The heap grows by seven tenths between collections, not to four times its size: small as it is, it is collected quickly.
  "--heap-growing-percent=70",
  // Trainings are short and their loops are written out: a third of the processor's time went to compiling, most of it
  // to functions copied into one another.
  "--max-inlined-bytecode-size-cumulative=150",
  // What collectGarbage() calls. Bytecode is only taken by an engine with the flags that it was made with.
  "--expose-gc",
];

/** Tells the engine how this program runs; before any of it is compiled. */
export function setEngineFlags(): void {
  for (const flag of FLAGS) setFlagsFromString(flag);
}
