import { expect } from "chai";
import type { UseCases } from "../../../src/cli/dependencies/useCases.js";
import type { CommandInput } from "../../../src/usecases/running/inputs.js";
import { NOW, run } from "../../helpers/program/cli.js";
import { FULL } from "../results/commands.js";
import { commandResult } from "../results/parts.js";

/** Runs `mltrain assess …` and returns the input of the use case. */
async function assessed(flags: string, environment: Record<string, string> = {}) {
  const inputs: CommandInput[] = [];
  const assess: UseCases["assess"] = (_platform, input) => {
    inputs.push(input);
    return Promise.resolve(commandResult([]));
  };
  const ran = await run(`assess ${flags}`.trim(), { useCases: { assess }, environment });
  return { ...ran, input: inputs[0], platform: ran.opened[0] };
}

describe("the input of a command", () => {
  it("has defaults: all models, now, the default database", async () => {
    const { input, platform, exitCode, closed } = await assessed("--tenant 7");
    expect({ exitCode, closed }).to.deep.equal({ exitCode: 0, closed: 1 });
    expect(input).to.deep.equal({ tenants: { tenant: 7 }, models: ["story_points", "lead_time", "rework_risk"] });
    expect(platform).to.deep.equal({ logLevel: "info", limitsOfFile: false });
  });

  it("comes from the flags", async () => {
    const { input, platform } = await assessed(
      "--all-tenants --shard 1/3 --concurrency 4 --model rework_risk --model story_points --policy classic " +
        "--as-of 2026-05-01 --db x.sqlite --source-db postgres://replica/p --config c.json --log-level debug " +
        "--max-seconds 60 --window 22:00-04:00",
    );
    expect(input).to.deep.equal({
      tenants: { all: true, shard: { index: 1, count: 3 }, concurrency: 4 },
      models: ["story_points", "rework_risk"],
      asOf: Date.UTC(2026, 4, 1),
    });
    expect(platform).to.deep.equal({
      database: "x.sqlite",
      sourceDatabase: "postgres://replica/p",
      config: "c.json",
      policy: "classic",
      logLevel: "debug",
      maxSeconds: 60,
      window: { from: 1320, to: 240, zone: "UTC" },
      limitsOfFile: false, // a person waits for the answer of assess
    });
  });

  it("comes from the environment without a flag", async () => {
    const { input, platform } = await assessed("", {
      MLTRAIN_ALL_TENANTS: "yes",
      MLTRAIN_MODEL: "lead_time, rework_risk",
      MLTRAIN_CONCURRENCY: "2",
      MLTRAIN_AS_OF: "2026-05-01T10:00",
      MLTRAIN_DB: "env.sqlite",
      MLTRAIN_SOURCE_DB: "replica.sqlite",
      MLTRAIN_CONFIG: "env.json",
      MLTRAIN_LOG_LEVEL: "warn",
      MLTRAIN_POLICY: "classic",
      MLTRAIN_MAX_SECONDS: "30",
      MLTRAIN_WINDOW: "01:00-05:00 Europe/Berlin",
    });
    expect(input).to.deep.equal({
      tenants: { all: true, shard: { index: 0, count: 1 }, concurrency: 2 },
      models: ["lead_time", "rework_risk"],
      asOf: Date.UTC(2026, 4, 1, 10),
    });
    expect(platform).to.deep.equal({
      database: "env.sqlite",
      sourceDatabase: "replica.sqlite",
      config: "env.json",
      policy: "classic",
      logLevel: "warn",
      maxSeconds: 30,
      window: { from: 60, to: 300, zone: "Europe/Berlin" },
      limitsOfFile: false,
    });
  });

  it("prefers a flag to a variable, and MLTRAIN_DB to DATABASE_URL; ignores empty variables", async () => {
    const both = {
      MLTRAIN_DB: "env.sqlite",
      DATABASE_URL: "postgres://h/d",
      MLTRAIN_MODEL: "lead_time",
      MLTRAIN_CONFIG: "",
    };
    expect((await assessed("--tenant 1 --db flag.sqlite", both)).platform?.database).to.equal("flag.sqlite");
    expect((await assessed("--tenant 1", both)).platform?.database).to.equal("env.sqlite");
    expect((await assessed("--tenant 1", { ...both, MLTRAIN_DB: "" })).platform?.database).to.equal("postgres://h/d");
    expect((await assessed("--tenant 1 --model story_points", both)).input?.models).to.deep.equal(["story_points"]);
    expect((await assessed("--tenant 1", both)).platform).to.not.have.property("config");
  });

  it("prefers --tenant to MLTRAIN_ALL_TENANTS, and --all-tenants to MLTRAIN_TENANT", async () => {
    expect((await assessed("--tenant 3", { MLTRAIN_ALL_TENANTS: "1" })).input?.tenants).to.deep.equal({ tenant: 3 });
    expect((await assessed("--all-tenants", { MLTRAIN_TENANT: "3" })).input?.tenants).to.have.property("all", true);
    expect((await assessed("", { MLTRAIN_TENANT: "3", MLTRAIN_ALL_TENANTS: "0" })).input?.tenants).to.deep.equal({
      tenant: 3,
    });
  });

  it("is the shard of a pod in an indexed job; the flag wins", async () => {
    const pod = { JOB_COMPLETION_INDEX: "2", MLTRAIN_SHARDS: "4" };
    expect((await assessed("--all-tenants", pod)).input?.tenants).to.deep.include({ shard: { index: 2, count: 4 } });
    expect((await assessed("--all-tenants --shard 0/2", pod)).input?.tenants).to.deep.include({
      shard: { index: 0, count: 2 },
    });
    expect((await assessed("--tenant 1", pod)).input?.tenants).to.deep.equal({ tenant: 1 });
  });

  it("has times in UTC by default", async () => {
    const times = {
      "2026-05-01": "2026-05-01T00:00:00.000Z",
      "2026-05-01T10:30": "2026-05-01T10:30:00.000Z",
      "2026-05-01T10:30:15.25Z": "2026-05-01T10:30:15.250Z",
      "2026-05-01T10:30+02:00": "2026-05-01T08:30:00.000Z",
      "2026-05-01T10:30-0530": "2026-05-01T16:00:00.000Z",
      "2026-06-01T12:00Z": new Date(NOW).toISOString(),
    };
    for (const [text, time] of Object.entries(times)) {
      expect(new Date((await assessed(`--tenant 1 --as-of ${text}`)).input?.asOf ?? NaN).toISOString()).to.equal(time);
    }
  });

  const environments: readonly (readonly [Record<string, string>, RegExp])[] = [
    [{ MLTRAIN_TENANT: "0" }, /MLTRAIN_TENANT: tenant id "0" is not valid/],
    [{ MLTRAIN_TENANT: "1", MLTRAIN_JSON: "maybe" }, /MLTRAIN_JSON is "maybe"\n {2}Set it to true or false/],
    [{ MLTRAIN_ALL_TENANTS: "1", JOB_COMPLETION_INDEX: "2" }, /MLTRAIN_SHARDS is not set/],
    [{ MLTRAIN_ALL_TENANTS: "1", MLTRAIN_SHARDS: "2" }, /JOB_COMPLETION_INDEX is not set/],
    [{ MLTRAIN_ALL_TENANTS: "1", JOB_COMPLETION_INDEX: "2", MLTRAIN_SHARDS: "2" }, /JOB_COMPLETION_INDEX is 2/],
  ];
  for (const [environment, message] of environments) {
    it(`exits with 78 for the environment ${JSON.stringify(environment)}`, async () => {
      const ran = await assessed("", environment);
      expect(ran.stderr).to.match(message);
      expect(ran).to.deep.include({ exitCode: 78, stdout: "", opened: [] });
    });
  }
});

describe("the other commands", () => {
  /** Returns the input of the use case, and the settings of the platform. */
  async function inputOf(commandLine: string): Promise<{ input: unknown; opened: unknown }> {
    const calls: unknown[] = [];
    const recording = Object.fromEntries(
      Object.entries(FULL).map(([name, work]) => [
        name,
        (first: unknown, second: unknown) => {
          calls.push(name === "importFiles" ? first : second);
          return (work as (...args: unknown[]) => unknown)(first, second);
        },
      ]),
    ) as unknown as UseCases;
    const { opened, closed } = await run(commandLine, { useCases: recording });
    expect(closed).to.equal(1);
    return { input: calls[0], opened: opened[0] };
  }
  const models = ["story_points", "lead_time", "rework_risk"];

  it("train takes --force and --dry-run", async () => {
    const tenants = { tenant: 7 };
    expect((await inputOf("train --tenant 7")).input).to.deep.equal({ tenants, models, force: false, dryRun: false });
    expect((await inputOf("train --tenant 7 --force --dry-run")).input).to.deep.equal({
      tenants,
      models,
      force: true,
      dryRun: true,
    });
  });

  it("evaluate, job run and job ensure take tenants, and evaluate --auto-rollback", async () => {
    const tenants = { tenant: 7 };
    expect((await inputOf("evaluate --tenant 7")).input).to.deep.equal({ tenants, models, autoRollback: false });
    expect((await inputOf("evaluate --tenant 7 --auto-rollback")).input).to.have.property("autoRollback", true);
    expect((await inputOf("job run --tenant 7")).input).to.deep.equal({ tenants, models });
    expect((await inputOf("job ensure --tenant 7")).input).to.deep.equal({ tenant: 7 });
  });

  it("status takes --limit and --at", async () => {
    expect((await inputOf("status --tenant 7")).input).to.deep.equal({ tenant: 7, models, limit: 10 });
    expect((await inputOf("status --tenant 7 --limit 3 --at 2026-05-01T03:00")).input).to.deep.equal({
      tenant: 7,
      models,
      limit: 3,
      at: Date.UTC(2026, 4, 1, 3),
    });
  });

  it("migrate creates a database, migrate --status does not; both accept pending migrations", async () => {
    expect(await inputOf("migrate")).to.deep.equal({
      input: { statusOnly: false },
      opened: { logLevel: "info", unchecked: true, create: true },
    });
    expect(await inputOf("migrate --status")).to.deep.equal({
      input: { statusOnly: true },
      opened: { logLevel: "info", unchecked: true },
    });
  });

  it("import takes files", async () => {
    expect((await inputOf("import --tenant 7 --work-items a.csv --prs b.csv.gz --skip-bad-rows")).input).to.deep.equal({
      tenants: { tenant: 7 },
      files: { work_items: "a.csv", prs: "b.csv.gz" },
      skipBadRows: true,
    });
    expect((await inputOf("import --all-tenants --tenants t.csv")).input).to.deep.equal({
      tenants: { all: true },
      files: { tenants: "t.csv" },
      skipBadRows: false,
    });
  });
});
