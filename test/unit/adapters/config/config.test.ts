import { Ajv2020 } from "ajv/dist/2020.js";
import { expect } from "chai";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { configJsonSchema } from "../../../../src/adapters/config/configJsonSchema.js";
import { loadSettings } from "../../../../src/adapters/config/loadSettings.js";
import { nearestName } from "../../../../src/adapters/config/nearestName.js";
import { DEFAULT_SETTINGS } from "../../../../src/domain/settings.js";
import { ConfigurationError } from "../../../../src/errors.js";

const EVERYTHING = {
  $schema: "./config.schema.json",
  database: "postgres://mltrain@db/platform",
  sourceDatabase: "replica.sqlite",
  relations: {
    tenants: { table: "customers" },
    work_items: { table: "analytics.issues", columns: { summary: "title", wit_id: "issue_type" } },
    prs: { columns: { name: "title" } },
    job_schedules: { columns: { job_name: "name" } },
  },
  models: {
    story_points: { minimumScore: 0.2, minimumNewLabels: 100, maximumAgeDays: 7.5 },
    lead_time: { minimumScore: -1 },
    rework_risk: {},
  },
  tenants: { "7": { models: { lead_time: { minimumNewLabels: 10 } } }, "2147483647": {} },
  policy: "classic",
  learners: "linear",
  allowUnprotected: true,
  seed: 0,
  maxTrainingRows: 1_000,
  leaseSeconds: 60,
  statementTimeoutSeconds: 30,
  maxSeconds: 3600,
  window: "22:00-04:00 Europe/Berlin",
  loadGuard: { maximumActiveSessions: 8, maximumReplicationLagSeconds: 30 },
  readableNames: true,
};

describe("the config file", () => {
  let folder = "";
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "mltrain-config-"));
  });
  after(async () => {
    await rm(folder, { recursive: true });
  });

  const file = (): string => join(folder, "mltrain.json");
  const load = async (content: string | Uint8Array) => {
    await writeFile(file(), content);
    return loadSettings(file(), new AbortController().signal);
  };
  /** The lines of the error message, the file's name cut off. */
  const problemsOf = async (content: string | Uint8Array): Promise<string[]> => {
    const error: unknown = await load(content).then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
    if (!(error instanceof ConfigurationError)) throw new Error(`expected a ConfigurationError, got ${String(error)}`);
    expect(error.hint).to.be.a("string");
    return error.message.split("\n").map((line) => line.replace(`${file()}:`, ""));
  };

  it("is not needed", async () => {
    expect(await loadSettings(undefined, new AbortController().signal)).to.equal(DEFAULT_SETTINGS);
  });

  it("may say nothing", async () => {
    expect(await load("{}")).to.deep.equal(DEFAULT_SETTINGS);
  });

  it("wins over the defaults, key by key", async () => {
    expect(await load('{ "seed": 42 }')).to.deep.equal({ ...DEFAULT_SETTINGS, seed: 42 });
  });

  it("can set everything", async () => {
    const { $schema, ...settings } = EVERYTHING;
    const window = { from: 1320, to: 240, zone: "Europe/Berlin" };
    expect(await load(JSON.stringify(EVERYTHING))).to.deep.equal({ ...settings, window });
    expect($schema).to.be.a("string");
  });

  it("may begin with a byte order mark", async () => {
    expect(await load('\ufeff{ "seed": 42 }')).to.include({ seed: 42 });
  });

  it("names every problem with its line, column and key", async () => {
    const text = `{
  "sead": 3,
  "seed": -1,
  "models": { "lead_time": { "minimumScore": "high", "minScore": 0.4 } },\r
  "tenants": { "0": {}, "7": { "models": { "lead_time": { "maximumAgeDays": -3 } } } },
  "policy": "brave"
}`;
    expect(await problemsOf(text)).to.deep.equal([
      "2:3: sead: unknown key; did you mean seed?",
      "3:11: seed: expected seed of every random choice: a whole number from 0 to 4294967295, got -1",
      '4:46: models.lead_time.minimumScore: expected score below which a model asks for retraining: a number from -1 to 1, got "high"',
      "4:54: models.lead_time.minScore: unknown key; did you mean minimumScore?",
      '5:16: tenants."0": expected a tenant id: a whole number from 1 to 2147483647, in digits alone',
      '5:77: tenants."7".models.lead_time.maximumAgeDays: expected days since the last training at which a model asks for retraining: a number from 0 to 36500, got -3',
      '6:13: policy: expected one of guarded, classic, got "brave"',
    ]);
  });

  const single: readonly (readonly [text: string, problem: string])[] = [
    ["", "1:1: the file is empty; {} is enough"],
    ["[]", "1:1: the file: expected an object: configuration of mltrain, got an array"],
    ["{", "1:2: not JSON: a closing } is missing"],
    ['{ "seed": 1, "seed": 2 }', "1:14: seed: given twice"],
    ["// why\n{}", "1:1: not JSON: comments are not allowed"],
    [
      '{ "seed": 1.5 }',
      "1:11: seed: expected seed of every random choice: a whole number from 0 to 4294967295, got 1.5",
    ],
    [
      '{ "seed": 1e999 }',
      "1:11: seed: expected seed of every random choice: a whole number from 0 to 4294967295, got Infinity",
    ],
    ['{ "tenants": 3 }', "1:14: tenants: expected an object: settings of single tenants, by id, got 3"],
    [
      '{ "tenants": { "2147483648": {} } }',
      '1:16: tenants."2147483648": expected a tenant id: a whole number from 1 to 2147483647, in digits alone',
    ],
    ['{ "policy": null }', "1:13: policy: expected one of guarded, classic, got null"],
    [
      '{ "relations": { "issues": {} } }',
      "1:18: relations.issues: unknown key; known here: tenants, work_items, prs, job_schedules",
    ],
    [
      '{ "relations": { "prs": { "columns": { "tenant_id": "org" } } } }',
      "1:40: relations.prs.columns.tenant_id: cannot have another name; map the relation to a view that calls it tenant_id",
    ],
    [
      '{ "relations": { "prs": { "table": "prs; drop table prs" } } }',
      '1:36: relations.prs.table: expected a table or view, with its schema if it has one: letters, digits, _ and $, as in issues or analytics.issues, got "prs; drop table prs"',
    ],
    [
      '{ "relations": { "prs": { "columns": { "name": "a.b" } } } }',
      '1:48: relations.prs.columns.name: expected a column name: letters, digits, _ and $, got "a.b"',
    ],
  ];
  for (const [text, problem] of single) {
    it(`refuses ${JSON.stringify(text)}`, async () => {
      expect(await problemsOf(text)).to.deep.equal([problem]);
    });
  }

  it("refuses a trailing comma", async () => {
    expect(await problemsOf('{ "seed": 3, }')).to.include(
      "1:14: not JSON: a value is expected (no comma after the last entry)",
    );
  });

  it("never repeats what stands in the place of a database URL", async () => {
    const problems = await problemsOf(
      '{ "database": { "url": "postgres://u:hunter2@h/d" }, "sourceDatabse": "x://u:hunter2@h" }',
    );
    expect(problems).to.have.length(2);
    expect(problems.join()).not.to.include("hunter2");
  });

  it("refuses bytes that are no UTF-8", async () => {
    expect(await problemsOf(Uint8Array.of(0x7b, 0xff, 0x7d))).to.deep.equal([`${file()} is not UTF-8 text`]);
  });

  it("says that there is no such file", async () => {
    const missing = join(folder, "missing.json");
    const error: unknown = await loadSettings(missing, new AbortController().signal).catch((thrown: unknown) => thrown);
    expect(error).to.be.instanceOf(ConfigurationError);
    expect(String(error)).to.include(`cannot read the config file ${missing}: there is no such file`);
  });

  it("says that a folder is none", async () => {
    const error: unknown = await loadSettings(folder, new AbortController().signal).catch((thrown: unknown) => thrown);
    expect(String(error)).to.include("it is a folder");
  });
});

describe("docs/schemas/config.schema.json", () => {
  const published = "docs/schemas/config.schema.json";

  it("is current (UPDATE_SCHEMAS=1 writes it)", async () => {
    const current = `${JSON.stringify(configJsonSchema(), undefined, 2)}\n`;
    if (process.env["UPDATE_SCHEMAS"] === "1") await writeFile(published, current);
    expect(JSON.parse(await readFile(published, "utf8"))).to.deep.equal(JSON.parse(current));
  });

  const accepts = async (config: unknown): Promise<boolean> => {
    const schema = JSON.parse(await readFile(published, "utf8")) as object;
    return new Ajv2020({ strict: true }).validate(schema, config);
  };

  it("accepts what the program accepts", async () => {
    expect(await accepts(EVERYTHING)).to.equal(true);
    expect(await accepts({})).to.equal(true);
  });

  for (const refused of [
    [],
    { sead: 1 },
    { seed: -1 },
    { seed: 1.5 },
    { policy: "brave" },
    { tenants: { "0": {} } },
    { tenants: { "7": { seed: 1 } } },
    { models: { lead_time: { minimumScore: "high" } } },
    { relations: { prs: { table: "a b" } } },
    { relations: { prs: { columns: { tenant_id: "org" } } } },
  ]) {
    it(`refuses ${JSON.stringify(refused)}`, async () => {
      expect(await accepts(refused)).to.equal(false);
    });
  }
});

describe("nearestName", () => {
  const names = ["minimumScore", "minimumNewLabels", "maximumAgeDays"];
  it("finds the name that was meant", () => {
    expect(nearestName("minScore", names)).to.equal("minimumScore");
    expect(nearestName("MAXIMUMAGEDAYS", names)).to.equal("maximumAgeDays");
    expect(nearestName("maximumDays", names)).to.equal("maximumAgeDays");
  });

  it("does not guess", () => {
    expect(nearestName("colour", names)).to.equal(undefined);
    expect(nearestName("x", [])).to.equal(undefined);
  });
});
