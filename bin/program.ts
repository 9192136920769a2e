import { createRequire } from "node:module";
import type { Surroundings } from "../src/adapters/platform.js";
import type { Dependencies, PlatformOptions } from "../src/cli/dependencies/dependencies.js";
import { main } from "../src/cli/main.js";
import { colourLevel } from "../src/cli/execution/output.js";
import { USE_CASES } from "../src/cli/dependencies/useCases.js";
import { EXIT } from "../src/errors.js";
import { ask } from "./ask.js";
import { collectGarbage } from "./collectGarbage.js";
import { checkWritable, writeFile } from "./writeFile.js";
import { stopSignal } from "./stopSignal.js";
import { writerOfErrorsTo, writerTo } from "./writer.js";

// `ps` shows the title to every user. The command line may contain a database password, so it is hidden.
process.title = "mltrain";

const { version } = createRequire(import.meta.url)("../../package.json") as { version: string };
const controller = stopSignal();

/** Returns what the platform needs beside the options, such as the log and the stop signal. */
async function surroundings({ logLevel, colours = true }: PlatformOptions): Promise<Surroundings> {
  const { openLog } = await import("../src/adapters/telemetry/log.js");
  const pretty = process.stderr.isTTY;
  const log = await openLog({ level: logLevel, pretty, colours: colours && colourLevel(process.env, pretty) > 0 });
  return { log, signal: controller.signal, codeVersion: version, freeMemory: collectGarbage };
}

const dependencies: Dependencies = {
  useCases: USE_CASES,
  openPlatform: async (options) => {
    const { openPlatform } = await import("../src/adapters/platform.js");
    return openPlatform(options, await surroundings(options));
  },
  openImport: async (options) => {
    const { openImport } = await import("../src/adapters/platform.js");
    return openImport(options, await surroundings(options));
  },
  write: writerTo(process.stdout),
  writeError: writerOfErrorsTo(process.stderr),
  writeFile,
  checkWritable,
  signal: controller.signal,
  environment: process.env,
  terminal: { input: process.stdin.isTTY, output: process.stdout.isTTY, error: process.stderr.isTTY },
  columns: process.stdout.columns,
  ask: (question) => ask(question, controller),
  now: () => Date.now(),
  version,
};

/** Runs the command line and sets the exit code of the process. */
export async function run(args: readonly string[]): Promise<void> {
  // If the event loop runs empty before main returns, the process must not exit with 0.
  process.exitCode = EXIT.internal;
  process.exitCode = await main(args, dependencies);
}
