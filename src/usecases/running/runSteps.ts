import type { Steps } from "../../domain/steps.js";
import { interruptionOf } from "../../errors.js";
import type { Platform } from "../ports/platform.js";

/** How long the process may be busy before it looks for signals: milliseconds. */
const LOOK_AROUND = 50;

/**
 * Goes through work that keeps the process busy, and lets signals and timers have their turn now and then.
 *
 * @param between - done at these times.
 * @throws InterruptedError once asked to stop: the rest of the work is left.
 */
export async function runSteps<Result>(
  { signal, freeMemory }: Pick<Platform, "freeMemory" | "signal">,
  steps: Steps<Result>,
  between: () => Promise<void> = () => Promise.resolve(),
): Promise<Result> {
  let looked = performance.now();
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
    if (performance.now() - looked < LOOK_AROUND) continue;
    await nextTurn();
    const interruption = interruptionOf(signal);
    if (interruption !== undefined) throw interruption;
    await between();
    freeMemory();
    looked = performance.now();
  }
}

/**
 * Lets signals and timers in: fitting keeps the process busy. The first of two turns may begin without a look at what
 * has come in since; before the second there is one.
 */
export async function nextTurn(): Promise<void> {
  for (let turn = 0; turn < 2; turn++) await new Promise((resolve) => setImmediate(resolve));
}
