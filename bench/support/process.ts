import { spawn } from "node:child_process";
import { performance } from "node:perf_hooks";
import { fileURLToPath } from "node:url";

/** What a finished process printed, returned and used. */
export interface Finished {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
  /** Wall clock, start-up included. */
  readonly seconds: number;
  /** Largest resident set in MiB, as the process reports it; NaN if it did not. */
  readonly peakMegabytes: number;
}

const PEAK = /^peak_rss_kib=(\d+)$/m;
const PRELOAD = fileURLToPath(new URL("../../../bench/support/reportPeak.cjs", import.meta.url));

/** Runs the built program, `node dist/program/mltrain.js`, and measures it as a whole process. */
export function runMltrain(args: readonly string[], environment: NodeJS.ProcessEnv = {}): Promise<Finished> {
  const program = new URL("../../program/mltrain.js", import.meta.url).pathname;
  return runNode([program, ...args], { MLTRAIN_LOG_LEVEL: "error", ...environment });
}

/** Runs the built program. @throws Error with what it printed, if its exit code is not 0. */
export async function mustRunMltrain(args: readonly string[]): Promise<Finished> {
  const finished = await runMltrain(args);
  if (finished.exitCode === 0) return finished;
  throw new Error(`${args.join(" ")} ended with ${String(finished.exitCode)}: ${finished.stdout}${finished.stderr}`);
}

/** Runs Node, and measures it as a whole process. */
export function runNode(args: readonly string[], environment: NodeJS.ProcessEnv = {}): Promise<Finished> {
  return run(process.execPath, ["--require", PRELOAD, ...args], environment);
}

/** Runs any command and measures its time. */
export function run(command: string, args: readonly string[], environment: NodeJS.ProcessEnv = {}): Promise<Finished> {
  // Node reads such a file at every start, which costs 30 ms on one machine.
  const env = { ...process.env, ...environment, NODE_EXTRA_CA_CERTS: undefined };
  return new Promise((resolve, reject) => {
    const start = performance.now();
    const child = spawn(command, args, { env, stdio: ["ignore", "pipe", "pipe"] });
    let stdout = "";
    let stderr = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text));
    child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
    child.on("error", reject);
    child.on("close", (code) => {
      const peak = PEAK.exec(stderr)?.[1];
      resolve({
        exitCode: code ?? -1,
        stdout,
        stderr: stderr.replace(PEAK, "").trim(),
        seconds: (performance.now() - start) / 1000,
        peakMegabytes: peak === undefined ? NaN : Number(peak) / 1024,
      });
    });
  });
}
