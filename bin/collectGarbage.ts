import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

let collector: (() => void) | undefined;

/**
 * Collects what nothing refers to. Left to itself the engine hardly counts typed arrays, which most of a training lies
 * in, as memory, and lets them pile up. It has no function for it but this one, behind a flag that has to be set first.
 */
export function collectGarbage(): void {
  if (collector === undefined) {
    setFlagsFromString("--expose-gc");
    collector = runInNewContext("gc") as () => void;
  }
  collector();
}
