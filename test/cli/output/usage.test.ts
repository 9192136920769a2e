import { expect } from "chai";
import { run } from "../../helpers/program/cli.js";

describe("mltrain with a wrong command line", () => {
  const wrong: readonly (readonly [commandLine: string, exitCode: number, message: RegExp])[] = [
    ["asess --tenant 1", 64, /unknown command 'asess'\n {2}Did you mean assess\?/],
    ["assess --tenat 1", 64, /unknown option '--tenat'\n {2}Did you mean --tenant\?/],
    ["assess --tenant 1 --bogus-flag", 64, /unknown option '--bogus-flag'\n {2}See mltrain --help/],
    ["assess --tenant 1 now", 64, /too many arguments/],
    ["assess --tenant", 64, /argument missing/],
    ["assess", 64, /--tenant is missing\n {2}.*--all-tenants/],
    ["status", 64, /--tenant is missing/],
    ["job ensure", 64, /--tenant is missing/],
    ["assess --tenant 1 --all-tenants", 64, /cannot be combined/],
    ["assess --tenant 0", 64, /tenant id "0" is not valid/],
    ["assess --tenant -1", 64, /tenant id "-1" is not valid|argument missing/],
    ["assess --tenant 1e3", 64, /tenant id "1e3" is not valid/],
    ["assess --tenant 1;drop", 64, /tenant id "1;drop" is not valid/],
    ["assess --tenant 99999999999", 64, /is not valid/],
    [
      "assess --tenant 1 --model churn",
      66,
      /model "churn" not found\n {2}Use one of: story_points, lead_time, rework_risk\./,
    ],
    ["assess --tenant 1 --model lead_time,churn", 66, /model "churn" not found/],
    ["assess --tenant 1 --policy best", 64, /--policy "best" is not valid\n {2}Use one of: guarded, classic/],
    ["assess --tenant 1 --log-level loud", 64, /Use one of: debug, info/],
    ["assess --tenant 1 --as-of yesterday", 64, /is not a time/],
    ["assess --tenant 1 --as-of 2026-02-30", 64, /is not a time/],
    ["assess --tenant 1 --as-of 2026-05-01T24:30", 64, /is not a time/],
    ["assess --tenant 1 --as-of 0050-01-01", 64, /is not a time/],
    ["assess --tenant 1 --tenant 2", 64, /given twice: 1 and 2/],
    ["assess --tenant 1 --as-of 2026-06-01T12:01Z", 64, /is in the future/],
    ["assess --all-tenants --shard 3/3", 64, /--shard "3\/3" is not valid/],
    ["assess --all-tenants --shard 1", 64, /is not valid/],
    ["assess --tenant 1 --shard 0/2", 64, /--shard requires --all-tenants/],
    ["assess --all-tenants --concurrency 0", 64, /whole number from 1 to 64/],
    ["status --tenant 1 --limit many", 64, /whole number from 1/],
    ["rollback --tenant 1 --yes", 64, /--model is missing/],
    ["rollback --tenant 1 --model lead_time --to v2 --yes", 64, /--to "v2" is not valid/],
    ["rollback --tenant 1 --model lead_time,rework_risk --to 2 --yes", 64, /--to requires exactly one --model/],
    ["rollback --tenant 1 --model lead_time --pin --unpin --yes", 64, /--unpin and --pin cannot be combined/],
    ["rollback --tenant 1 --model lead_time --unpin --to 2 --yes", 64, /--unpin and --to cannot be combined/],
    ["status --tenant 1 --at 2026-06-01T12:01Z", 64, /--at 2026-06-01T12:01:00.000Z is in the future/],
    ["status --tenant 1 --at noon", 64, /--at "noon" is not a time/],
    [
      "status --tenant 1 --version 3",
      64,
      /--version requires exactly one --model\n {2}Add one --model <name>: story_points/,
    ],
    ["status --tenant 1 --model lead_time,rework_risk --version 3", 64, /--version requires exactly one --model/],
    ["status --tenant 1 --model lead_time --version v3", 64, /--version "v3" is not valid/],
    ["status --tenant 1 --model lead_time --version 0", 64, /whole number from 1/],
    ["status --tenant 1 --model lead_time --version 1 --at 2026-05-01", 64, /--version and --at cannot be combined/],
    ["status --model lead_time --version 3", 64, /--tenant is missing/],
    ["job", 64, /Usage: mltrain job/],
  ];
  for (const [commandLine, exitCode, message] of wrong) {
    it(`exits with ${String(exitCode)} on: mltrain ${commandLine}`, async () => {
      const ran = await run(commandLine);
      expect(ran.stderr).to.match(message);
      expect(ran.stderr).to.not.include("    at "); // no stack
      expect(ran).to.deep.include({ exitCode, stdout: "", opened: [] });
    });
  }

  it("exits with 64 and prints help on stderr without a command", async () => {
    const ran = await run([]);
    expect(ran).to.deep.include({ exitCode: 64, stdout: "" });
    expect(ran.stderr).to.match(/^Usage: mltrain/);
  });
});

describe("mltrain --help and --version", () => {
  it("show examples and exit codes at the end", async () => {
    const { exitCode, stdout, stderr } = await run("--help");
    expect({ exitCode, stderr }).to.deep.equal({ exitCode: 0, stderr: "" });
    for (const command of ["assess", "train", "evaluate", "rollback", "job", "status", "replay", "import", "migrate"]) {
      expect(stdout).to.match(new RegExp(`^ {2}${command}\\b`, "m"));
    }
    expect(stdout).to.match(
      /Examples:\n {2}mltrain migrate[\s\S]*Exit codes:\n {2}0 success[\s\S]*143 stopped by a signal\n/,
    );
    expect(Math.max(...stdout.split("\n").map((line) => line.length))).to.be.at.most(100);
  });

  it("print the version", async () => {
    expect(await run("--version")).to.deep.include({ exitCode: 0, stdout: "1.2.3\n", stderr: "" });
  });

  it("show the options of a command with their environment variables", async () => {
    const { exitCode, stdout } = await run("job run --help");
    expect(exitCode).to.equal(0);
    expect(stdout).to.match(/--tenant <id>.*MLTRAIN_TENANT/);
    expect(stdout).to.not.include("--force");
  });
});
