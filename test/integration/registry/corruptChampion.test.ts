import { createHash } from "node:crypto";
import { expect } from "chai";
import { EXIT } from "../../../src/errors.js";
import { assess } from "../../../src/usecases/assess.js";
import { evaluate } from "../../../src/usecases/evaluate.js";
import { predict } from "../../../src/usecases/predict.js";
import { rollBack } from "../../../src/usecases/rollback.js";
import { status } from "../../../src/usecases/status.js";
import { train } from "../../../src/usecases/train.js";
import { describeDatabases } from "../../helpers/databases/databases.js";
import { ask, DAY, NOW, tenant, useWorlds, type World } from "../../helpers/tenants/platform.js";
import { insertTenant } from "../../helpers/tenants/tenants.js";

const MODELS = ["lead_time"] as const;
const asked = ask({ models: MODELS });
const sha256 = (text: string): string => createHash("sha256").update(text, "utf8").digest("hex");

interface Stored {
  readonly artefact: string;
  readonly artefact_hash: string;
  readonly code_version?: string;
}

/** What may become of the row of a version, and what is said of it. */
const SPOILT: readonly (readonly [what: string, corrupt: (row: Stored) => Stored, says: RegExp, hint: RegExp])[] = [
  [
    "one digit was changed",
    (row) => ({ ...row, artefact: row.artefact.replace(/"baseline":\d/, '"baseline":9') }),
    /^lead_time_tenant_1_v2 does not match its hash/,
    /Roll back/,
  ],
  [
    "its end was cut off",
    (row) => ({ ...row, artefact: row.artefact.slice(0, -100) }),
    /^lead_time_tenant_1_v2 does not match its hash/,
    /Roll back/,
  ],
  ["it was emptied", (row) => ({ ...row, artefact: "" }), /does not match its hash/, /Roll back/],
  [
    "it and its hash were replaced",
    (row) => {
      const artefact = row.artefact.replace(/"scales":\[[^,]*,/, '"scales":[0,');
      return { artefact, artefact_hash: sha256(artefact) };
    },
    /^lead_time_tenant_1_v2 is not an artefact: a scale that is not positive/,
    /Roll back/,
  ],
  [
    "it is far too large",
    () => {
      const artefact = "x".repeat(16 * 1024 * 1024 + 1);
      return { artefact, artefact_hash: sha256(artefact) };
    },
    /^lead_time_tenant_1_v2 takes 16777217 bytes; at most 16777216 are read/,
    /Roll back/,
  ],
  [
    "a newer program wrote it",
    (row) => {
      const artefact = row.artefact.replace(/"format":\d+/, '"format":99');
      return { artefact, artefact_hash: sha256(artefact), code_version: "7.8.9" };
    },
    /^lead_time_tenant_1_v2 has format 99; this program reads format \d+$/,
    /^mltrain 7\.8\.9 wrote it: use that or a newer one, or roll back/,
  ],
];

describeDatabases("a champion that cannot be read", (database) => {
  const open = useWorlds(database);

  beforeEach(() => insertTenant(database()));

  /** Two versions, of which the second serves, and is spoilt. */
  async function corruptWorld(corrupt: (row: Stored) => Stored): Promise<World> {
    const world = await open();
    await train(world.platform, ask({ models: MODELS, force: true, asOf: NOW - 60 * DAY }));
    const second = await train(world.platform, ask({ models: MODELS, force: true, asOf: NOW - 20 * DAY }));
    expect(second.tenants[0]?.models.lead_time).to.include({ outcome: "promoted", version: 2 });
    const versions = database().knex("ml_models").where({ tenant_id: 1, model: "lead_time", version: 2 });
    const [row] = await versions.clone().select<Stored[]>("artefact", "artefact_hash");
    if (row === undefined) throw new Error("there is no second version");
    await versions.clone().update(corrupt(row));
    return world;
  }

  for (const [what, corrupt, says, hint] of SPOILT) {
    it(`is refused with 73 where ${what}, and the version before it serves again`, async () => {
      const { platform } = await corruptWorld(corrupt);
      const person = { tenant: tenant(1), models: MODELS };
      for (const command of [
        () => assess(platform, asked),
        () => train(platform, asked),
        () => evaluate(platform, asked),
        () => predict(platform, person),
      ]) {
        const { exitCode, tenants } = await command();
        expect(exitCode).to.equal(EXIT.badArtefact);
        const outcome = tenants[0]?.models.lead_time as { error?: string; hint?: string } | undefined;
        expect(outcome?.error).to.match(says);
        expect(outcome?.hint).to.match(hint);
      }
      const shown = await status(platform, { ...person, limit: 5 });
      expect(shown.exitCode).to.equal(EXIT.ok);
      expect(shown.models.lead_time?.champion?.version).to.equal(2);

      const back = await rollBack(platform, { ...person, dryRun: false });
      expect(back.tenants[0]?.models.lead_time).to.include({ outcome: "rolled-back", from: 2, to: 1 });
      for (const result of [await assess(platform, asked), await evaluate(platform, asked)]) {
        expect(result.exitCode).to.equal(EXIT.ok);
      }
      expect((await predict(platform, person)).exitCode).to.equal(EXIT.ok);
    });
  }

  it("is replaced by a forced training, where there is none before it", async () => {
    const { platform } = await corruptWorld((row) => ({ ...row, artefact: "{}" }));
    const result = await train(platform, ask({ models: MODELS, force: true }));
    expect(result.exitCode).to.equal(EXIT.ok);
    expect(result.tenants[0]?.models.lead_time).to.include({ outcome: "promoted", version: 3 });
  });

  it("does not let a spoilt version be rolled back to", async () => {
    const { platform } = await corruptWorld((row) => row);
    await database().knex("ml_models").where({ tenant_id: 1, version: 1 }).update({ artefact: "{}" });
    const back = await rollBack(platform, { tenant: tenant(1), models: MODELS, dryRun: false });
    expect(back.exitCode).to.equal(EXIT.badArtefact);
    expect(
      (await status(platform, { tenant: tenant(1), models: MODELS, limit: 1 })).models.lead_time?.champion,
    ).to.include({
      version: 2,
    });
  });
});
