import { expect } from "chai";
import { up, down } from "../../../src/adapters/migrations/0006_plain_names.js";
import { modelRegistry } from "../../../src/adapters/registry/registry.js";
import { describeDatabases } from "../../helpers/databases/databases.js";
import { scopeOf } from "../../helpers/databases/scopes.js";

const TIME = "2025-01-01T00:00:00.000Z";
const MODEL = "lead_time";
const score = (baseline: string): string => `{"rows":40,"values":{"r2":{"${baseline}":-0.1,"value":0.2}}}`;

describeDatabases("the migration to plain names", (database) => {
  beforeEach(async () => {
    const { knex } = database();
    await knex.transaction((trx) => down(trx));
    const about = { feature_schema: "[]", watermark: TIME, trained_at: TIME, trained_keys: "", row_count: 40, seed: 1 };
    const version = { ...about, tenant_id: 1, model: MODEL, run: "r", fingerprint: "f", code_version: "0.1.0" };
    const learners = ["naive", "leastAbsolute", "blend", "ridge"];
    for (const [index, learner] of learners.entries()) {
      await knex("ml_models").insert({
        ...version,
        ...{ version: index + 1, learner, artefact: "{}", artefact_hash: "0" },
        ...{ hyperparameters: `{"learner":"${learner}"}`, holdout: score("naive") },
        // A text that quotes a key is no key.
        evidence: JSON.stringify({ format: 1, note: '"naiveBecause": quoted', naiveBecause: "nothing was better" }),
      });
    }
    const asking =
      '{"asking":2,"level":0.025,"rows":40,"score":{"lower":0,"upper":1,"value":0.2},"threshold":0.6,"verdict":"healthy"}';
    const evaluation = { tenant_id: 1, model: MODEL, version: 1, evaluated_at: TIME, run: "r", verdict: "healthy" };
    await knex("ml_evaluations").insert({ ...evaluation, scores: score("naive"), threshold: 0.6, asking });
    await knex.transaction((trx) => up(trx));
  });

  it("renames learners, keys and the column, and nothing else", async () => {
    const rows = await database()
      .knex("ml_models")
      .orderBy("version")
      .select<{ learner: string; hyperparameters: string; holdout: string; evidence: string }[]>();
    expect(rows.map(({ learner }) => learner)).to.deep.equal(["baseline", "lad", "ensemble", "ridge"]);
    expect(rows.map(({ hyperparameters }) => hyperparameters)).to.deep.equal(
      ["baseline", "lad", "ensemble", "ridge"].map((learner) => `{"learner":"${learner}"}`),
    );
    expect(rows[0]?.holdout).to.equal(score("baseline"));
    expect(JSON.parse(rows[0]?.evidence ?? "")).to.deep.equal({
      ...{ format: 1, note: '"naiveBecause": quoted', baselineReason: "nothing was better" },
    });
  });

  it("leaves an evaluation that the registry reads", async () => {
    const registry = modelRegistry(scopeOf(database()));
    const evaluation = await registry.findSequentialTest(MODEL, 1, Infinity);
    expect(evaluation?.scores.values.r2).to.deep.include({ value: 0.2, baseline: -0.1 });
    expect(evaluation?.sequentialTest).to.deep.include({ number: 2, rows: 40, verdict: "healthy" });
    expect((await registry.findVersion(MODEL, 3, Infinity))?.learner).to.equal("ensemble");
  });

  it("can be undone without a loss", async () => {
    const { knex } = database();
    await knex.transaction((trx) => down(trx));
    const rows = await knex("ml_models").orderBy("version").select<{ learner: string; holdout: string }[]>();
    expect(rows.map(({ learner }) => learner)).to.deep.equal(["naive", "leastAbsolute", "blend", "ridge"]);
    expect(rows[0]?.holdout).to.equal(score("naive"));
    await knex.transaction((trx) => up(trx));
  });
});
