import { spawnSync } from "node:child_process";
import { expect } from "chai";
import { dumpOf } from "../../helpers/databases/databaseDump.js";
import {
  PROGRAM,
  runProgram,
  startCommand,
  type Finished,
  type ProgramOptions,
} from "../../helpers/program/program.js";
import { trainedFile } from "../../helpers/program/seededFiles.js";

const ESCAPE = String.fromCharCode(27);
/** Part of a horizontal rule of a table. */
const RULE = "───";

const COMMANDS = ["assess", "status", "evaluate", "rollback --model lead_time --dry-run", "train --force --dry-run"];

describe("the built program in a pipe", () => {
  for (const command of COMMANDS) {
    it(`writes mltrain ${command} without escape codes and rules, in any environment`, async () => {
      const args = [...command.split(" "), "--tenant", "1", "--db", await trainedFile()];
      const [plain, coloured] = await Promise.all([
        runProgram(args),
        runProgram([...args, "--no-color"], { environment: { TERM: "xterm-256color", COLORTERM: "truecolor" } }),
      ]);
      for (const { code, stdout, stderr } of [plain, coloured]) {
        expect(code, stderr).to.equal(0);
        expect(stdout).to.not.equal("");
        expect(stdout + stderr)
          .to.not.include(ESCAPE)
          .and.not.include(RULE);
      }
    });
  }
});

/** The script(1) of util-linux runs a command on a pseudo-terminal. Without it these tests are skipped. */
const hasScript = /util-linux/.test(spawnSync("script", ["--version"], { encoding: "utf8" }).stdout);

if (hasScript) {
  describe("the built program at a terminal", () => {
    let file: string;
    before(async () => {
      file = await trainedFile();
    });

    /** Runs a command on a pseudo-terminal, which merges stdout and stderr. */
    async function atTerminal(command: string, options: ProgramOptions = {}): Promise<Finished> {
      const words = [process.execPath, PROGRAM, ...command.split(" "), "--tenant", "1", "--db", file];
      const environment = { TERM: "xterm", ...options.environment };
      const args = ["-qec", words.join(" "), "/dev/null"];
      return startCommand("script", args, { ...options, environment }).finished;
    }

    it("prints a table in colours, and readable log lines", async () => {
      const { code, stdout } = await atTerminal("assess");
      expect(code, stdout).to.equal(0);
      expect(stdout).to.include(RULE).and.include(`${ESCAPE}[`);
      expect(stdout).to.match(/\[\d\d:\d\d:\d\d\].*INFO.*assess ended/);
      expect(stdout).to.not.include('"level"');
    });

    it("prints a table without colours if they are turned off", async () => {
      for (const [command, environment] of [
        ["assess", { NO_COLOR: "1" }],
        ["assess --no-color", {}],
        ["assess", { TERM: "dumb" }],
      ] as const) {
        const { code, stdout } = await atTerminal(command, { environment });
        expect(code, stdout).to.equal(0);
        expect(stdout).to.include(RULE);
        expect(stdout).to.not.include(`${ESCAPE}[`);
      }
    });

    it("prints one JSON document without colours with --json", async () => {
      const { code, stdout } = await atTerminal("assess --json --log-level silent");
      expect(code).to.equal(0);
      expect(stdout).to.not.include(ESCAPE);
      expect(JSON.parse(stdout)).to.include({ command: "assess", exitCode: 0 });
    });

    it("reads a config file that is typed", async () => {
      for (const name of ["/dev/stdin", "/dev/tty"]) {
        const { code, stdout } = await atTerminal(`assess --config ${name}`, { input: '{ "sed": 1 }\n\u0004' });
        expect(stdout).to.match(/sed: unknown key; did you mean seed\?/);
        expect(code).to.equal(78);
      }
    });

    it("asks before it rolls back, and obeys the answer", async () => {
      const untouched = await dumpOf(file, ["ml_runs"]);
      for (const [input, answer] of [
        ["n\n", "Nothing was changed."],
        ["y\n", "version 1 replaces version 2"],
      ] as const) {
        const { code, stdout } = await atTerminal("rollback --model lead_time", { input });
        expect(code, stdout).to.equal(0);
        expect(stdout)
          .to.match(/version 1 would replace version 2[^]*Continue\? \[y\/N\]/)
          .and.include(answer);
        if (input === "n\n") expect(await dumpOf(file, ["ml_runs"])).to.deep.equal(untouched);
      }
    });
  });
}
