import { constants } from "node:os";

const SIGNALS = ["SIGINT", "SIGTERM"] as const;
/** A run that cannot end by itself in this time (the database does not answer) ends without. */
const PATIENCE_MS = 9000;

/**
 * Aborts at the first signal, with its name as the reason. A second one ends the process at once, and so does time that
 * has run out: what a dead process leaves behind, the next run puts right.
 */
export function stopSignal(): AbortController {
  const controller = new AbortController();
  const end = (signal: NodeJS.Signals): void => {
    // Not by the signal itself: it does not end the first process of a container.
    process.exit(128 + constants.signals[signal]);
  };
  const stop = (signal: NodeJS.Signals): void => {
    if (controller.signal.aborted) end(signal);
    controller.abort(signal);
    setTimeout(end, PATIENCE_MS, signal).unref();
  };
  for (const each of SIGNALS) process.on(each, stop);
  return controller;
}
