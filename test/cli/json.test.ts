import { readFileSync, writeFileSync } from "node:fs";
import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { expect } from "chai";
import { documentJsonSchema, DOCUMENTS, type DocumentName } from "../../src/reporting/json/schemas/published.js";
import { NotFoundError } from "../../src/errors.js";
import { run } from "../helpers/cli.js";
import { FULL, trainResult } from "./results/commands.js";
import { importResults, migrateResults } from "./results/status.js";

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

  it("refuse what they do not name, at every depth", () => {
    const validate = validator("error");
    const error = { message: "no", exitCode: 64 };
    expect(validate({ schema: 1, error })).to.equal(true);
    expect(validate({ schema: 1, error, more: 1 })).to.equal(false);
    expect(validate({ schema: 1, error: { ...error, more: 1 } })).to.equal(false);
    expect(validate({ schema: 2, error })).to.equal(false);
    expect(JSON.stringify(documentJsonSchema("status"))).to.include('"additionalProperties":false');
  });
});

describe("--json", () => {
  const commands: readonly (readonly [DocumentName, string])[] = [
    ["assess", "assess --all-tenants --json"],
    ["train", "train --all-tenants --json"],
    ["evaluate", "evaluate --all-tenants --json"],
    ["rollback", "rollback --tenant 7 --model story_points --yes --json"],
    ["job-ensure", "job ensure --tenant 7 --json"],
    ["job-run", "job run --all-tenants --json"],
    ["status", "status --tenant 7 --json"],
    ["import", "import --tenant 7 --work-items items.csv --json"],
    ["migrate", "migrate --json"],
  ];
  for (const [name, commandLine] of commands) {
    it(`of mltrain ${commandLine} keeps to ${fileOf(name)}, with every outcome there is`, async () => {
      const { stdout, stderr } = await run(commandLine, { useCases: FULL });
      expectValid(name, stdout);
      expect(stderr).to.equal("");
    });
  }

  it("has a document for every command", () => {
    expect([...commands.map(([name]) => name), "error"]).to.have.members(Object.keys(DOCUMENTS));
  });

  it("keeps to the schemas in the other outcomes of import, migrate and a dry run", async () => {
    const imported = () => Promise.resolve(importResults.imported);
    expectValid(
      "import",
      (await run("import --tenant 7 --prs p.csv --json", { useCases: { importFiles: imported } })).stdout,
    );
    for (const result of Object.values(migrateResults)) {
      const migrate = () => Promise.resolve(result);
      expectValid("migrate", (await run("migrate --json", { useCases: { migrate } })).stdout);
    }
    const train = () => Promise.resolve({ ...trainResult, dryRun: true });
    expectValid("train", (await run("train --tenant 7 --dry-run --json", { useCases: { train } })).stdout);
  });

  it("says what the result says: times in ISO 8601, what is not known left out", async () => {
    const { stdout, exitCode } = await run("assess --all-tenants --json", { useCases: FULL });
    const document = JSON.parse(stdout) as { tenants: { models: { story_points: object } }[] };
    expect(exitCode).to.equal(73);
    expect(document).to.deep.include({ schema: 1, command: "assess", exitCode: 73, asOf: "2026-06-01T12:00:00.000Z" });
    const [first, second] = document.tenants;
    expect(first?.models.story_points).to.deep.equal({
      outcome: "assessed",
      decision: "retrain",
      reasons: [
        { trigger: "volume", seen: 63, limit: { value: 50, origin: "file" } },
        { trigger: "performance", seen: 0.2134, limit: { value: 0.7, origin: "tenant" } },
        { trigger: "age", seen: 35.24, limit: { value: 30, origin: "default" } },
      ],
      serving: {
        version: 3,
        name: "story_points_tenant_7_v3",
        learner: "ridge",
        trainedAt: "2026-04-27T12:00:00.000Z",
        watermark: "2026-04-26T12:00:00.000Z",
      },
      newExamples: 63,
      score: { metric: "r2", rows: 63, value: 0.2134, naive: -0.021 },
      ageDays: 35.24,
      thresholds: {
        minimumScore: { value: 0.7, origin: "tenant" },
        minimumNewExamples: { value: 50, origin: "file" },
        maximumAgeDays: { value: 30, origin: "default" },
      },
    });
    expect(second?.models.story_points).to.not.have.any.keys("serving", "ageDays");
  });

  it("leaves out a number that is not finite, which JSON cannot say", async () => {
    const { stdout } = await run("train --all-tenants --json", { useCases: FULL });
    expect(stdout).to.not.include("null");
    expect(stdout).to.not.include("NaN");
  });

  it("says on stdout too why it could not work, also when the arguments were wrong", async () => {
    const missing = new NotFoundError("there is no tenant 9", { hint: "Look into the tenants relation." });
    const failed = await run("assess --tenant 9 --json", { useCases: { assess: () => Promise.reject(missing) } });
    expectValid("error", failed.stdout);
    expect(JSON.parse(failed.stdout)).to.deep.equal({
      schema: 1,
      error: { message: "there is no tenant 9", hint: "Look into the tenants relation.", exitCode: 66 },
    });
    expect(failed.stderr).to.equal("mltrain: there is no tenant 9\n  Look into the tenants relation.\n");
    const wrong = await run("assess --tenant 0 --json");
    expectValid("error", wrong.stdout);
    expect(wrong.exitCode).to.equal(64);
    const fromEnvironment = await run("assess", { environment: { MLTRAIN_JSON: "true" } });
    expectValid("error", fromEnvironment.stdout);
  });
});
