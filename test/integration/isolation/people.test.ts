import { expect } from "chai";
import { MODEL_NAMES } from "../../../src/domain/models.js";
import { predictDocument } from "../../../src/reporting/json/predict.js";
import { predict } from "../../../src/usecases/predict.js";
import { train } from "../../../src/usecases/train.js";
import type { Row } from "../../../fixtures/generate/tenantPlan.js";
import { describeDatabases } from "../../helpers/databases/databases.js";
import { rowsWritten } from "../../helpers/program/lifecycle.js";
import { ask, tenant, useWorlds, withoutSeconds, type World } from "../../helpers/tenants/platform.js";
import { generatedTenant, insertRows } from "../../helpers/tenants/tenants.js";

/** A name that only a person has: whoever is `dev_3` in the generated rows. */
const NAME = /Grace Hopper/;
const named = (row: Row, column: string): Row => ({
  ...row,
  [column]: typeof row[column] === "string" ? `Grace Hopper ${row[column]}` : null,
});

describeDatabases("people's names", (database) => {
  const open = useWorlds(database);
  const keys = Array.from({ length: 60 }, (_, i) => `T1-${String(i + 1)}`);

  beforeEach(async () => {
    const rows = generatedTenant();
    await insertRows(database(), {
      ...rows,
      work_items: rows.work_items.map((row) => named(row, "assignee")),
      prs: rows.prs.map((row) => named(row, "user_name")),
    });
  });

  /** Trains, predicts, and returns everything that can be seen. */
  async function live({ platform, log }: World) {
    const trained = await train(platform, ask({ force: true }));
    const predicted = predictDocument(await predict(platform, { tenant: tenant(1), models: MODEL_NAMES, keys }));
    const artefacts = await database().knex("ml_models").orderBy("model").select<{ artefact: string }[]>("artefact");
    return {
      trained,
      predicted: JSON.stringify(withoutSeconds(predicted)),
      artefacts: artefacts.map(({ artefact }) => artefact),
      everything: JSON.stringify([trained, log, await rowsWritten(database())]),
    };
  }

  it("are nowhere but in the platform's own tables, and shown as hashes", async () => {
    const { predicted, artefacts, everything } = await live(await open({ runs: "run-" }));
    for (const seen of [predicted, everything, ...artefacts]) expect(seen).to.not.match(NAME);
    expect(predicted).to.match(/"name":"assignee","value":"[0-9a-f]{16}"/);
  });

  it("are shown where the config asks for it; what is predicted is the same", async () => {
    const hashed = await live(await open({ runs: "run-" }));
    const { knex } = database();
    for (const table of ["ml_attempts", "ml_evaluations", "ml_deployments", "ml_models", "ml_runs"]) {
      await knex(table).delete();
    }
    const readable = await live(await open({ runs: "run-", config: { readableNames: true } }));
    expect(readable.predicted).to.match(/"name":"assignee","value":"Grace Hopper/);
    expect(readable.artefacts).to.deep.equal(hashed.artefacts);
    const values = /"value":"[^"]*"/g;
    expect(readable.predicted.replace(values, "")).to.equal(hashed.predicted.replace(values, ""));
  });
});
