/**
 * Keeps the bytecode of the bundle beside it, as far as a few commands on generated tenants had it compiled: what they all
 * do need not be compiled at every start.
 */
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { setFlagsFromString } from "node:v8";
import { bytecodeFile, compiledProgram } from "../dist/bin/compiledProgram.js";
import { setEngineFlags } from "../dist/bin/engineFlags.js";

const BUNDLE = resolve("dist/program/program.js");

const folder = mkdtempSync(join(tmpdir(), "mltrain-bytecode-"));
process.env = { PATH: process.env.PATH, DATABASE_URL: join(folder, "mltrain.sqlite"), MLTRAIN_LOG_LEVEL: "error" };
try {
  const made = ["--tenants", "1", "--work-items", "1500", "--prs", "600", "--seed", "1", "--out", folder];
  execFileSync(process.execPath, ["dist/fixtures/generate/cli.js", ...made], { stdio: "ignore" });

  setEngineFlags();
  setFlagsFromString("--no-flush-bytecode"); // what ran once is kept until the end
  const { run, bytecode } = compiledProgram(BUNDLE);
  const files = ["tenants", "work_items", "prs"];
  const output = process.stdout.write;
  process.stdout.write = (_text, done) => (done?.(), true);
  for (const command of [
    ["migrate"],
    [
      "import",
      "--all-tenants",
      ...files.flatMap((name) => [`--${name.replace("_", "-")}`, join(folder, `${name}.csv`)]),
    ],
    ["train", "--tenant", "1"],
    ["train", "--tenant", "1", "--force"],
    ["assess", "--tenant", "1"],
    ["evaluate", "--tenant", "1"],
    ["predict", "--tenant", "1", "--model", "lead_time"],
    ["status", "--tenant", "1", "--json"],
  ]) {
    await run(command);
    if (process.exitCode !== 0) throw new Error(`mltrain ${command.join(" ")} ended with ${process.exitCode}`);
  }
  process.stdout.write = output;
  setFlagsFromString("--flush-bytecode"); // the flags are those of every start again
  writeFileSync(bytecodeFile(BUNDLE), bytecode());
} finally {
  rmSync(folder, { recursive: true });
}
