const SIGNALS = ["SIGINT", "SIGTERM"] as const;

/** Aborts at the first signal, with its name as the reason; a second one ends the process at once. */
export function stopSignal(): AbortController {
  const controller = new AbortController();
  const stop = (signal: NodeJS.Signals): void => {
    for (const each of SIGNALS) process.off(each, stop);
    controller.abort(signal);
  };
  for (const each of SIGNALS) process.on(each, stop);
  return controller;
}
