import { constants } from "node:os";

const SIGNALS = ["SIGINT", "SIGTERM"] as const;
/** Time for a clean stop. After it the process is ended, for example if the database does not answer. */
const GRACE_PERIOD_MS = 9000;

/**
 * Returns a controller that aborts at the first signal, with the name of the signal as reason. A second signal, or the end
 * of the grace period, ends the process at once. The next run repairs what a crashed process leaves behind.
 */
export function stopSignal(): AbortController {
  const controller = new AbortController();
  const end = (signal: NodeJS.Signals): void => {
    // Exit instead of raising the signal again, because a signal does not end the first process of a container.
    process.exit(128 + constants.signals[signal]);
  };
  const stop = (signal: NodeJS.Signals): void => {
    if (controller.signal.aborted) end(signal);
    controller.abort(signal);
    setTimeout(end, GRACE_PERIOD_MS, signal).unref();
  };
  for (const each of SIGNALS) process.on(each, stop);
  return controller;
}
