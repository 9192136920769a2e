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

// What `ps` shows to every user of the machine: not the command line, which may hold a database's password.
process.title = "mltrain";

const { version } = createRequire(import.meta.url)("../../package.json") as { version: string };
const controller = stopSignal();

/** What the platform is given beside the options: the log, and the signal to stop. */
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

/** Does what the command line asks for, and leaves the process with the exit code of it. */
export async function run(args: readonly string[]): Promise<void> {
  // Should nothing be left to wait for before there is an outcome, the process would end well by itself.
  process.exitCode = EXIT.internal;
  process.exitCode = await main(args, dependencies);
}
