/** Asks on stderr and returns the answer; empty if the input ends. Control-C stops the process like a signal. */
export async function ask(question: string, controller: AbortController): Promise<string> {
  const { createInterface } = await import("node:readline/promises");
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  const ended = new Promise<string>((resolve) =>
    lines.once("close", () => {
      resolve("");
    }),
  );
  lines.once("SIGINT", () => {
    controller.abort("SIGINT");
  });
  try {
    return await Promise.race([lines.question(question, { signal: controller.signal }), ended]);
  } catch (error) {
    controller.signal.throwIfAborted();
    throw error;
  } finally {
    lines.close();
  }
}
