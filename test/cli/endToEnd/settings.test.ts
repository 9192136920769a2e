import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { documentIn } from "../../helpers/program/documents.js";
import { runProgram } from "../../helpers/program/program.js";
import { FIRST_TRAINING, isoTime, newFolder, seededFile, tamper, UNTIL } from "../../helpers/program/seededFiles.js";

/** Writes a config file to a new folder, and returns its path. */
function configOf(config: object): string {
  const file = join(newFolder(), "config.json");
  writeFileSync(file, JSON.stringify(config));
  return file;
}

describe("the database of the built program", () => {
  const folder = newFolder();
  const inFolder = (name: string): string => join(folder, `${name}.sqlite`);
  /** All sources of a database name. A test leaves out the first ones, and checks the next. */
  const environment = {
    MLTRAIN_DB: inFolder("mltrain-db"),
    DATABASE_URL: inFolder("database-url"),
    MLTRAIN_CONFIG: configOf({ database: inFolder("config") }),
  };
  const { MLTRAIN_DB, DATABASE_URL, MLTRAIN_CONFIG } = environment;

  const ranks: readonly (readonly [
    what: string,
    file: string,
    flags: string[],
    environment: Record<string, string>,
  ])[] = [
    ["that of the flag", inFolder("flag"), ["--db", inFolder("flag")], environment],
    ["else that of MLTRAIN_DB", MLTRAIN_DB, [], environment],
    ["else that of DATABASE_URL", DATABASE_URL, [], { DATABASE_URL, MLTRAIN_CONFIG }],
    ["else that of the config file", inFolder("config"), [], { MLTRAIN_CONFIG }],
    ["else ./mltrain.sqlite", inFolder("mltrain"), [], {}],
  ];
  for (const [what, file, flags, variables] of ranks) {
    it(`is ${what}`, async () => {
      expect(existsSync(file)).to.equal(false);
      const { code, stderr } = await runProgram(["migrate", ...flags], { cwd: folder, environment: variables });
      expect(code, stderr).to.equal(0);
      expect(existsSync(file)).to.equal(true);
    });
  }

  it("comes from the config file of the flag, not of the environment", async () => {
    const config = configOf({ database: inFolder("flag-config") });
    const { code } = await runProgram(["migrate", "--config", config], {
      cwd: folder,
      environment: { MLTRAIN_CONFIG },
    });
    expect({ code, made: existsSync(inFolder("flag-config")) }).to.deep.equal({ code: 0, made: true });
  });
});

describe("the thresholds of the built program", () => {
  let file: string;
  before(async () => {
    file = await seededFile();
    const train = ["train", "--tenant", "1", "--as-of", isoTime(FIRST_TRAINING), "--db", file];
    expect((await runProgram(train)).code).to.equal(0);
  });

  interface Assessed {
    readonly decision: string;
    readonly newLabels: number;
    readonly thresholds: { readonly minimumNewLabels: { readonly value: number; readonly origin: string } };
  }

  /** Returns the assessment of lead_time after two months of new labels. */
  async function assessed(config?: object): Promise<Assessed> {
    const args = ["assess", "--tenant", "1", "--model", "lead_time", "--as-of", isoTime(UNTIL), "--db", file, "--json"];
    const flags = config === undefined ? [] : ["--config", configOf(config)];
    const { code, stdout, stderr } = await runProgram([...args, ...flags]);
    expect(code, stderr).to.equal(0);
    const { tenants } = documentIn(stdout, "assess") as { tenants: { models: { lead_time: Assessed } }[] };
    return tenants[0]!.models.lead_time;
  }

  /** Thresholds with which only the number of new labels can trigger retraining. */
  const others = { minimumScore: -1, maximumAgeDays: 1000 };

  it("come from the default, the config file, or its section for the tenant", async () => {
    const usual = await assessed();
    const seen = usual.newLabels;
    expect(seen).to.be.within(30, 100);
    expect(usual.thresholds.minimumNewLabels).to.deep.equal({ value: 30, origin: "default" });
    expect(usual.decision).to.equal("retrain");

    const models = { lead_time: { ...others, minimumNewLabels: seen + 1 } };
    const ofFile = await assessed({ models });
    expect(ofFile.thresholds.minimumNewLabels).to.deep.equal({ value: seen + 1, origin: "file" });
    expect(ofFile.decision).to.equal("keep");

    const ofTenant = await assessed({
      models,
      tenants: { "1": { models: { lead_time: { minimumNewLabels: seen } } }, "2": { models: {} } },
    });
    expect(ofTenant.thresholds.minimumNewLabels).to.deep.equal({ value: seen, origin: "tenant" });
    expect(ofTenant.decision).to.equal("retrain");
  });
});

describe("the log level of the built program", () => {
  it("comes from the flag, else from the environment, else is info", async () => {
    const file = await seededFile();
    await tamper(file, "delete from work_items", "delete from prs");
    const lines = async (flags: readonly string[], environment: Record<string, string>): Promise<number> => {
      const { stderr } = await runProgram(["assess", "--tenant", "1", "--db", file, ...flags], { environment });
      return stderr.split("\n").filter((line) => line !== "").length;
    };
    // One line about SQLite without roles, and one at the end of the run.
    expect(await lines([], {})).to.equal(2);
    expect(await lines([], { MLTRAIN_LOG_LEVEL: "error" })).to.equal(0);
    expect(await lines(["--log-level", "info"], { MLTRAIN_LOG_LEVEL: "error" })).to.equal(2);
    expect(await lines(["--log-level", "silent"], { MLTRAIN_LOG_LEVEL: "debug" })).to.equal(0);
  });
});
