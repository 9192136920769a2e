import { readFileSync, writeFileSync } from "node:fs";
import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { expect } from "chai";
import { documentJsonSchema, DOCUMENTS, type DocumentName } from "../../../src/reporting/json/schemas/published.js";
import { NotFoundError } from "../../../src/errors.js";
import { run } from "../../helpers/program/cli.js";
import { FULL, trainResult } from "../results/commands.js";
import { embedded } from "../results/doctor.js";
import { importResults, migrateResults } from "../results/status.js";

const fileOf = (name: DocumentName): string => `docs/schemas/${name}.schema.json`;

function validator(name: DocumentName): ValidateFunction {
  const ajv = new Ajv2020({ allErrors: true, allowUnionTypes: true });
  addFormats.default(ajv);
  return ajv.compile(JSON.parse(readFileSync(fileOf(name), "utf8")) as object);
}

function expectValid(name: DocumentName, stdout: string): void {
  const validate = validator(name);
  validate(JSON.parse(stdout));
  expect(validate.errors ?? []).to.deep.equal([]);
}

describe("the published JSON schemas", () => {
  for (const name of Object.keys(DOCUMENTS) as DocumentName[]) {
    it(`${fileOf(name)} is current (UPDATE_SCHEMAS=1 writes it)`, () => {
      const current = `${JSON.stringify(documentJsonSchema(name), undefined, 2)}\n`;
      if (process.env["UPDATE_SCHEMAS"] === "1") writeFileSync(fileOf(name), current);
      expect(readFileSync(fileOf(name), "utf8")).to.equal(current);
    });
  }

  it("refuse unknown keys, at every depth", () => {
    const validate = validator("error");
    const error = { message: "no", exitCode: 64 };
    expect(validate({ schema: 2, error })).to.equal(true);
    expect(validate({ schema: 2, error, more: 1 })).to.equal(false);
    expect(validate({ schema: 2, error: { ...error, more: 1 } })).to.equal(false);
    expect(validate({ schema: 3, error })).to.equal(false);
    expect(JSON.stringify(documentJsonSchema("status"))).to.include('"additionalProperties":false');
  });
});

describe("--json", () => {
  const commands: readonly (readonly [DocumentName, string])[] = [
    ["assess", "assess --all-tenants --json"],
    ["train", "train --all-tenants --json"],
    ["evaluate", "evaluate --all-tenants --json"],
    ["predict", "predict --tenant 7 --json"],
    ["rollback", "rollback --tenant 7 --model story_points --yes --json"],
    ["job-ensure", "job ensure --tenant 7 --json"],
    ["job-run", "job run --all-tenants --json"],
    ["status", "status --tenant 7 --json"],
    ["status-version", "status --tenant 7 --model story_points --version 3 --json"],
    ["replay", "replay --tenant 7 --json"],
    ["import", "import --tenant 7 --work-items items.csv --json"],
    ["migrate", "migrate --json"],
    ["doctor", "doctor --tenant 7 --json"],
    ["doctor-sql", "doctor --sql --role trainer --json"],
  ];
  for (const [name, commandLine] of commands) {
    it(`of mltrain ${commandLine} matches ${fileOf(name)}, with every kind of outcome`, async () => {
      const { stdout, stderr } = await run(commandLine, { useCases: FULL });
      expectValid(name, stdout);
      expect(stderr).to.equal("");
    });
  }

  it("has a document for every command", () => {
    expect([...commands.map(([name]) => name), "error"]).to.have.members(Object.keys(DOCUMENTS));
  });

  it("matches the schemas in the other outcomes of import, migrate and a dry run", async () => {
    const imported = () => Promise.resolve(importResults.imported);
    expectValid(
      "import",
      (await run("import --tenant 7 --prs p.csv --json", { useCases: { importFiles: imported } })).stdout,
    );
    for (const result of Object.values(migrateResults)) {
      const migrate = () => Promise.resolve(result);
      expectValid("migrate", (await run("migrate --json", { useCases: { migrate } })).stdout);
    }
    const doctor = () => Promise.resolve(embedded());
    expectValid("doctor", (await run("doctor --json", { useCases: { doctor } })).stdout);
    const train = () => Promise.resolve({ ...trainResult, dryRun: true });
    expectValid("train", (await run("train --tenant 7 --dry-run --json", { useCases: { train } })).stdout);
  });

  it("has the values of the result, times in ISO 8601, and no unknown values", async () => {
    const { stdout, exitCode } = await run("assess --all-tenants --json", { useCases: FULL });
    const document = JSON.parse(stdout) as { tenants: { models: { story_points: object } }[] };
    expect(exitCode).to.equal(73);
    expect(document).to.deep.include({ schema: 2, command: "assess", exitCode: 73, asOf: "2026-06-01T12:00:00.000Z" });
    const [first, second] = document.tenants;
    expect(first?.models.story_points).to.deep.equal({
      outcome: "assessed",
      policy: "guarded",
      decision: "retrain",
      reasons: [
        { trigger: "volume", seen: 63, limit: { value: 50, origin: "file" } },
        { trigger: "performance", seen: 0.2134, limit: { value: 0.7, origin: "tenant" } },
        { trigger: "age", seen: 35.24, limit: { value: 30, origin: "default" } },
      ],
      champion: {
        version: 3,
        name: "story_points_tenant_7_v3",
        learner: "ridge",
        trainedAt: "2026-04-27T12:00:00.000Z",
        watermark: "2026-04-26T12:00:00.000Z",
        rows: 2100,
      },
      triggerChecks: [
        { trigger: "volume", fires: true, seen: 63, limit: { value: 50, origin: "file" } },
        { trigger: "performance", fires: true, seen: 0.2134, limit: { value: 0.7, origin: "tenant" } },
        { trigger: "age", fires: true, seen: 35.24, limit: { value: 30, origin: "default" } },
      ],
      newLabels: 63,
      newLabelsSinceAttempt: 63,
      newLabelsToReplaceRollback: 50,
      score: { metric: "r2", rows: 63, value: 0.2134, baseline: -0.021, interval: { low: 0.1, high: 0.309 } },
      performance: {
        verdict: "degraded",
        belowTarget: false,
        sequentialTest: {
          number: 2,
          level: 0.025,
          rows: 63,
          threshold: 0.7,
          score: { value: 0.2134, level: 0.15, lower: 0.08, upper: 0.33 },
          difference: { value: -0.21, level: 0.05, lower: -0.35, upper: -0.05 },
          verdict: "degraded",
        },
        askedAt: "2026-06-01T12:00:00.000Z",
        testedNow: true,
        nextTestRows: 95,
        mix: { shifted: false, effectiveRows: 63, covered: 1 },
      },
      attempts: { last: { attemptedAt: "2026-04-27T06:14:24.000Z", outcome: "promoted" }, withoutPromotion: 0 },
      ageDays: 35.24,
      thresholds: {
        minimumScore: { value: 0.7, origin: "tenant" },
        minimumNewLabels: { value: 50, origin: "file" },
        maximumAgeDays: { value: 30, origin: "default" },
      },
    });
    expect(second?.models.story_points).to.not.have.any.keys("champion", "ageDays", "performance", "hold");
  });

  /** Returns the outcome of story_points of each tenant. */
  const outcomesOf = async (commandLine: string): Promise<Record<string, unknown>[]> => {
    const { stdout } = await run(commandLine, { useCases: FULL });
    const { tenants } = JSON.parse(stdout) as { tenants: { models: { story_points?: Record<string, unknown> } }[] };
    return tenants.flatMap(({ models: { story_points } }) => (story_points === undefined ? [] : [story_points]));
  };

  it("has the back-off, what is missing, and the hold", async () => {
    const [, , , , backedOff, pinned, rolledBack] = await outcomesOf("assess --all-tenants --json");
    expect(backedOff!["triggerChecks"]).to.deep.equal([
      {
        trigger: "volume",
        fires: false,
        seen: 12,
        limit: { value: 50, origin: "file" },
        factor: 4,
        missing: { examples: 188 },
      },
      { trigger: "performance", fires: false, seen: 0.2134, limit: { value: 0.7, origin: "tenant" }, nextTestIn: 32 },
      {
        trigger: "age",
        fires: false,
        seen: 5,
        limit: { value: 30, origin: "default" },
        factor: 4,
        missing: { days: 115 },
      },
    ]);
    expect([backedOff, pinned, rolledBack].map((each) => each!["hold"])).to.deep.equal([
      undefined,
      "pinned",
      "rolled-back",
    ]);
  });

  it("has the label coverage by month, the outcome of --auto-rollback, and pins", async () => {
    const evaluated = await outcomesOf("evaluate --all-tenants --json");
    expect(evaluated[0]!["coverage"]).to.deep.equal([
      { month: "2026-04", created: 40, labelled: 39 },
      { month: "2026-05", created: 0, labelled: 0 },
      { month: "2026-06", created: 1200, labelled: 6 },
    ]);
    const rollbacks = evaluated.flatMap((outcome) => ("rollback" in outcome ? [outcome["rollback"]] : [])) as object[];
    const compared = {
      ...{ rows: 48, championLoss: 1.5, challengerLoss: 1.42, ratio: 0.9467, bound: 1.02, limit: 1.1 },
      interval: { low: 0.88, high: 1.02 },
    };
    expect(rollbacks[0]).to.deep.include({ rolledBack: true, from: 3, to: 2, comparison: compared });
    expect(rollbacks[1]).to.deep.equal({ rolledBack: false, reason: "not-significantly-worse", comparison: compared });
    expect(rollbacks[2]).to.deep.equal({ rolledBack: false, reason: "pinned" });
    const pins = await outcomesOf("rollback --tenant 7 --model story_points --yes --json");
    expect(
      pins.map(({ outcome, pinned, deployment }) => [
        outcome,
        pinned,
        (deployment as { pinned?: boolean } | undefined)?.pinned,
      ]),
    ).to.deep.equal([
      ["rolled-back", false, false],
      ["would-roll-back", false, undefined],
      ["pinned", undefined, true],
      ["unpinned", undefined, false],
      ["would-pin", undefined, undefined],
      ["would-unpin", undefined, undefined],
      ["failed", undefined, undefined],
      ["rolled-back", true, false],
    ]);
  });

  it("omits numbers that are not finite, which JSON does not have", async () => {
    const { stdout } = await run("train --all-tenants --json", { useCases: FULL });
    expect(stdout).to.not.include("null");
    expect(stdout).to.not.include("NaN");
  });

  it("prints errors on stdout too, also for wrong arguments", async () => {
    const missing = new NotFoundError("tenant 9 not found", { hint: "Add it to `tenants`." });
    const failed = await run("assess --tenant 9 --json", { useCases: { assess: () => Promise.reject(missing) } });
    expectValid("error", failed.stdout);
    expect(JSON.parse(failed.stdout)).to.deep.equal({
      schema: 2,
      error: { message: "tenant 9 not found", hint: "Add it to `tenants`.", exitCode: 66 },
    });
    expect(failed.stderr).to.equal("mltrain: tenant 9 not found\n  Add it to `tenants`.\n");
    const wrong = await run("assess --tenant 0 --json");
    expectValid("error", wrong.stdout);
    expect(wrong.exitCode).to.equal(64);
    const fromEnvironment = await run("assess", { environment: { MLTRAIN_JSON: "true" } });
    expectValid("error", fromEnvironment.stdout);
  });
});
