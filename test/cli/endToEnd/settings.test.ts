import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { documentIn } from "../../helpers/program/documents.js";
import { runProgram } from "../../helpers/program/program.js";
import { FIRST_TRAINING, isoTime, newFolder, seededFile, tamper, UNTIL } from "../../helpers/program/seededFiles.js";

/** Writes a config file into a new folder, and returns its path. */
function configOf(config: object): string {
  const file = join(newFolder(), "config.json");
  writeFileSync(file, JSON.stringify(config));
  return file;
}

describe("which database the built program works on", () => {
  const folder = newFolder();
  const inFolder = (name: string): string => join(folder, `${name}.sqlite`);
  /** Everything that can name a database; a test leaves out the first ones, and sees who comes next. */
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
    ["the flag's", inFolder("flag"), ["--db", inFolder("flag")], environment],
    ["else MLTRAIN_DB's", MLTRAIN_DB, [], environment],
    ["else DATABASE_URL's", DATABASE_URL, [], { DATABASE_URL, MLTRAIN_CONFIG }],
    ["else the config file's", inFolder("config"), [], { MLTRAIN_CONFIG }],
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

  it("is the flag's config file, not the environment's", async () => {
    const config = configOf({ database: inFolder("flag-config") });
    const { code } = await runProgram(["migrate", "--config", config], {
      cwd: folder,
      environment: { MLTRAIN_CONFIG },
    });
    expect({ code, made: existsSync(inFolder("flag-config")) }).to.deep.equal({ code: 0, made: true });
  });
});

describe("which threshold the built program decides by", () => {
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

  /** What is decided for lead_time when two months of labels have come. */
  async function assessed(config?: object): Promise<Assessed> {
    const args = ["assess", "--tenant", "1", "--model", "lead_time", "--as-of", isoTime(UNTIL), "--db", file, "--json"];
    const flags = config === undefined ? [] : ["--config", configOf(config)];
    const { code, stdout, stderr } = await runProgram([...args, ...flags]);
    expect(code, stderr).to.equal(0);
    const { tenants } = documentIn(stdout, "assess") as { tenants: { models: { lead_time: Assessed } }[] };
    return tenants[0]!.models.lead_time;
  }

  /** Nothing but the number of new examples is left to ask for a training. */
  const others = { minimumScore: -1, maximumAgeDays: 1000 };

  it("is the default, else the config file's, else that of its section for the tenant", async () => {
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

describe("how much the built program says", () => {
  it("is what the flag says, else the environment, else info", async () => {
    const file = await seededFile();
    await tamper(file, "delete from work_items", "delete from prs");
    const lines = async (flags: readonly string[], environment: Record<string, string>): Promise<number> => {
      const { stderr } = await runProgram(["assess", "--tenant", "1", "--db", file, ...flags], { environment });
      return stderr.split("\n").filter((line) => line !== "").length;
    };
    // That SQLite has no roles, and how the run ended.
    expect(await lines([], {})).to.equal(2);
    expect(await lines([], { MLTRAIN_LOG_LEVEL: "error" })).to.equal(0);
    expect(await lines(["--log-level", "info"], { MLTRAIN_LOG_LEVEL: "error" })).to.equal(2);
    expect(await lines(["--log-level", "silent"], { MLTRAIN_LOG_LEVEL: "debug" })).to.equal(0);
  });
});
