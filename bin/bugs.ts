/**
 * Has what escapes every catch (an event of a socket, say) end the process with `code`, its stack on stderr. Left alone
 * Node.js exits with 1, which means something else here; it sets that code just before the event `exit`.
 */
export function bugsExitWith(code: number): void {
  process.once("uncaughtExceptionMonitor", () => {
    process.once("exit", () => {
      process.exitCode = code;
    });
  });
}
