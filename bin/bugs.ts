/**
 * Makes an uncaught exception end the process with `code` and its stack on stderr. An error in an event of a socket, for
 * example, escapes every catch. Node.js would exit with 1, which has another meaning here, so the event `exit` sets `code`.
 */
export function bugsExitWith(code: number): void {
  process.once("uncaughtExceptionMonitor", () => {
    process.once("exit", () => {
      process.exitCode = code;
    });
  });
}
