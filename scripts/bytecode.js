/**
 * Stores the bundle's bytecode beside it, as far as a training of generated tenants compiled it. So start and training
 * need not compile it again. More bytecode would only take memory.
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
  const node = (...command) => execFileSync(process.execPath, command, { stdio: "ignore" });
  const file = (name) => join(folder, `${name}.csv`);
  const sizes = ["--tenants", "1", "--work-items", "1500", "--prs", "600", "--seed", "1"];
  node("dist/fixtures/generate/cli.js", ...sizes, "--out", folder);
  node("dist/program/mltrain.js", "migrate");
  const tables = ["--tenants", file("tenants"), "--work-items", file("work_items"), "--prs", file("prs")];
  node("dist/program/mltrain.js", "import", "--all-tenants", ...tables);

  setEngineFlags();
  setFlagsFromString("--no-flush-bytecode"); // keep what ran once until the end
  const { run, bytecode } = compiledProgram(BUNDLE);
  const { write } = process.stdout;
  process.stdout.write = (_text, done) => done?.();
  await run(["train", "--tenant", "1"]);
  process.stdout.write = write;
  if (process.exitCode !== 0) throw new Error(`mltrain train ended with ${process.exitCode}`);
  setFlagsFromString("--flush-bytecode"); // back to the flags of every start
  writeFileSync(bytecodeFile(BUNDLE), bytecode());
} finally {
  rmSync(folder, { recursive: true });
}
