import { runInNewContext } from "node:vm";

let collector: (() => void) | undefined;
/** Bytes of typed arrays that were in use when it was last known. */
let inUse = 0;

/** Bytes of new typed arrays, in use or not, after which a look is worth the hundredth of a second that it takes. */
const PILE = 4 * 2 ** 20;

/**
 * Collects what nothing refers to, once much may have piled up. Left to itself the engine hardly counts typed arrays,
 * which most of a training lies in, as memory. It has no function for it but this one, which a flag shows to new contexts.
 */
export function collectGarbage(): void {
  const there = process.memoryUsage().arrayBuffers;
  inUse = Math.min(inUse, there); // the engine may have collected by itself
  if (there - inUse < PILE) return;
  collector ??= runInNewContext("gc") as () => void;
  collector();
  inUse = process.memoryUsage().arrayBuffers;
}
