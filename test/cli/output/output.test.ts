import { expect } from "chai";
import { run, type Fakes } from "../../helpers/program/cli.js";
import { assessResult, FULL } from "../results/commands.js";

const COLOUR = String.fromCharCode(27) + "[";
const TERMINAL = { input: true, output: true, error: true };

async function assessed(fakes: Fakes, flags = ""): Promise<string> {
  return (await run(`assess --tenant 1${flags}`, { useCases: FULL, ...fakes })).stdout;
}

describe("text output", () => {
  it("has rules and colours at a terminal", async () => {
    const text = await assessed({ terminal: TERMINAL });
    expect(text).to.include("───").and.include(COLOUR);
  });

  it("has aligned columns without rules and colours in a pipe", async () => {
    const text = await assessed({});
    expect(text).to.not.include("─").and.not.include(COLOUR);
    const [heading = "", row = ""] = text.split("\n").slice(2);
    expect(heading.indexOf("decision")).to.equal(row.indexOf("retrain")).and.to.be.greaterThan(0);
  });

  it("has rules without colours at a terminal if colours are turned off", async () => {
    for (const environment of [{ NO_COLOR: "1" }, { TERM: "dumb" }, { FORCE_COLOR: "0" }]) {
      expect(await assessed({ terminal: TERMINAL, environment }))
        .to.include("───")
        .and.not.include(COLOUR);
    }
    expect(await assessed({ terminal: TERMINAL }, " --no-color")).to.not.include(COLOUR);
    expect(await assessed({ terminal: TERMINAL, environment: { FORCE_COLOR: "1" } }, " --no-color")).to.not.include(
      COLOUR,
    );
  });

  it("has colours in a pipe with FORCE_COLOR; ignores an empty NO_COLOR", async () => {
    expect(await assessed({ environment: { FORCE_COLOR: "1", NO_COLOR: "1" } }))
      .to.include(COLOUR)
      .and.not.include("─");
    expect(await assessed({ terminal: TERMINAL, environment: { NO_COLOR: "" } })).to.include(COLOUR);
  });

  it("fits into 100 columns; notes fit into a narrower terminal", async () => {
    const commands = [
      ...["assess --tenant 7", "train --tenant 7", "evaluate --tenant 7", "job run --tenant 7", "status --tenant 7"],
      ...["import --tenant 7 --prs p.csv", "migrate", "rollback --tenant 7 --model lead_time --yes"],
      ...["assess --tenant 7 --explain", "replay --tenant 7"],
    ];
    for (const command of commands) {
      const { stdout } = await run(command, { useCases: FULL, terminal: TERMINAL, environment: { NO_COLOR: "1" } });
      expect(Math.max(...stdout.split("\n").map((line) => line.length)), command).to.be.within(1, 100);
    }
    const narrow = await assessed({ terminal: TERMINAL, columns: 60, environment: { NO_COLOR: "1" } });
    const notes = narrow.split("\n").filter((line) => line.startsWith("  -"));
    expect(Math.max(...notes.map((line) => line.length))).to.be.within(20, 60);
  });

  it("has a line per tenant, and counts at the end", async () => {
    const { stdout } = await run("assess --all-tenants", { useCases: FULL });
    expect(stdout).to.equal(
      [
        "tenant 1: story_points retrain (volume, performance, age)",
        "tenant 2: story_points retrain (never_trained, forced)",
        "tenant 3: story_points keep",
        "tenant 4: story_points failed (exit code 73)",
        "tenant 5: story_points keep",
        "tenant 6: story_points keep (pinned)",
        "tenant 7: story_points keep (rolled back)",
        "tenant 8: failed: another run works on tenant 8 [exit code 75]",
        "8 tenants. Models: 2 to retrain, 4 to keep, 1 failed. 1 tenant failed.",
        "",
      ].join("\n"),
    );
  });

  it("explains only with --explain", async () => {
    expect(await assessed({}, " --explain")).to.include("  policy guarded:\n");
    expect(await assessed({})).to.not.include("policy guarded");
  });

  it("shows that there are no tenants", async () => {
    const assess = () => Promise.resolve({ ...assessResult, tenants: [], exitCode: 0 as const });
    expect((await run("assess --all-tenants", { useCases: { assess } })).stdout).to.equal("0 tenants. Nothing done.\n");
  });
});
