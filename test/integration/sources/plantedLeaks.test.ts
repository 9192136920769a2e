import { expect } from "chai";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { ModelName, RelationName } from "../../../src/domain/models.js";
import { train } from "../../../src/usecases/train.js";
import { describeDatabases } from "../../helpers/databases/databases.js";
import { ask, NOW, iso, useWorlds } from "../../helpers/tenants/platform.js";
import { runProgram } from "../../helpers/program/program.js";
import { newFolder } from "../../helpers/program/seededFiles.js";
import { generatedTenant, insertRows } from "../../helpers/tenants/tenants.js";

/** Returns a config file that maps columns to other columns of the relation, or of a view on it. */
const mapping = (relation: RelationName, columns: Readonly<Record<string, string>>, table: string = relation) => ({
  relations: { [relation]: { table, columns } },
});

const LEAKS: readonly (readonly [what: string, model: ModelName, column: string, config: object])[] = [
  ["the points as a type", "story_points", "wit_id", mapping("work_items", { wit_id: "story_points" })],
  [
    "sizes computed from the points",
    "story_points",
    "priority",
    mapping("work_items", { priority: "size" }, "leaking_items"),
  ],
  [
    "points at the end of the description",
    "story_points",
    "summary or description",
    mapping("work_items", { description: "notes" }, "leaking_items"),
  ],
  ["weeks until completion as a team", "lead_time", "team", mapping("work_items", { team: "pace" }, "leaking_items")],
  ["review cycles as a size", "rework_risk", "changed_files", mapping("prs", { changed_files: "review_cycles" })],
  [
    "commits after the review as a size",
    "rework_risk",
    "additions",
    mapping("prs", { additions: "rework_commit_count" }),
  ],
  [
    "the repository with its outcome",
    "rework_risk",
    "user_name",
    mapping("prs", { user_name: "verdict" }, "leaking_prs"),
  ],
];

const VIEWS = {
  leaking_items: `select w.*,
      case when story_points > 5 then 'large' when story_points > 2 then 'medium' else 'small' end as size,
      description || ' Story points: ' || story_points as notes,
      case when total_lead_time_seconds < 100000 then 'a day' when total_lead_time_seconds < 250000 then 'days'
        when total_lead_time_seconds < 600000 then 'a week' when total_lead_time_seconds > 0 then 'weeks' end as pace
    from work_items w`,
  leaking_prs: `select p.*,
      user_name || case when review_cycles > 2 or rework_commit_count > 3 then ', again' else ', done' end as verdict
    from prs p`,
};

describeDatabases("a column that leaks the label", (database) => {
  const open = useWorlds(database);
  before(async () => {
    for (const [name, query] of Object.entries(VIEWS)) await database().knex.raw(`create view ${name} as ${query}`);
  });
  beforeEach(async () => {
    await insertRows(database(), generatedTenant());
  });

  for (const [what, model, column, config] of LEAKS) {
    it(`is refused: ${what}`, async () => {
      const { platform } = await open({ config });
      const { tenants, exitCode } = await train(platform, ask({ models: [model] }));
      expect(exitCode).to.equal(65);
      const outcome = tenants[0]?.models[model];
      if (outcome?.outcome !== "data-refused") throw new Error(JSON.stringify(outcome));
      const refused = outcome.findings.filter(({ severity }) => severity === "refuse");
      expect(refused.map(({ finding, subject }) => [finding, subject])).to.deep.equal([["label-leakage", column]]);
      expect(refused[0]?.message).to.match(new RegExp(`^${column} leaks the label: .*Was it filled in later?`));
      expect(await database().knex("ml_models")).to.deep.equal([]);
    });
  }

  it("is not found if the views are read without the mapping", async () => {
    const { platform } = await open({
      config: { relations: { work_items: { table: "leaking_items" }, prs: { table: "leaking_prs" } } },
    });
    const { exitCode } = await train(platform, ask());
    expect(exitCode).to.equal(0);
    expect(await database().knex("ml_models")).to.have.length(3);
  });

  it("makes the program exit with code 65, and is named with the next step", async () => {
    const config = join(newFolder(), "config.json");
    writeFileSync(config, JSON.stringify(mapping("work_items", { wit_id: "story_points" })));
    const args = ["train", "--tenant", "1", "--model", "story_points", "--as-of", iso(NOW), "--config", config];
    const { code, stdout, stderr } = await runProgram([...args, "--db", database().url]);
    expect(code, stderr).to.equal(65);
    expect(stdout.replace(/\s+/g, " ")).to.match(
      /refused.*wit_id leaks the label.*rank correlation.*map it to a column/i,
    );
  });
});
