import { runInNewContext } from "node:vm";

let collector: (() => void) | undefined;
/** Bytes of typed arrays in use after the last collection. */
let inUse = 0;

/** Bytes of new typed arrays after which a collection is worth the 10 ms that it takes. */
const MINIMUM_GROWTH = 4 * 2 ** 20;

/**
 * Collects garbage once typed arrays have grown by {@link MINIMUM_GROWTH}. They hold most of the memory of a training, but
 * the engine hardly counts them. A flag of the engine exposes this function to new contexts only.
 */
export function collectGarbage(): void {
  const allocated = process.memoryUsage().arrayBuffers;
  inUse = Math.min(inUse, allocated); // the engine may have collected in the meantime
  if (allocated - inUse < MINIMUM_GROWTH) return;
  collector ??= runInNewContext("gc") as () => void;
  collector();
  inUse = process.memoryUsage().arrayBuffers;
}
