import { createHash } from "node:crypto";
import { expect } from "chai";
import { canonicalJson } from "../../../src/adapters/registry/rows/canonicalJson.js";
import type { Artefact } from "../../../src/domain/artefact.js";
import { rollBack } from "../../../src/usecases/rollback.js";
import type { TrainOutcome } from "../../../src/usecases/results/trainResult.js";
import { train } from "../../../src/usecases/train.js";
import { describeDatabases } from "../../helpers/databases/databases.js";
import { inFormat3 } from "../../helpers/tenants/olderArtefact.js";
import { ask, DAY, NOW, tenant, useWorlds, type World } from "../../helpers/tenants/platform.js";
import { generatedTenant, insertRows } from "../../helpers/tenants/tenants.js";

describeDatabases("a quarantined version that an older program wrote", (database) => {
  const open = useWorlds(database);

  async function trained(world: World): Promise<TrainOutcome | undefined> {
    const { tenants } = await train(world.platform, ask({ models: ["lead_time"], force: true }));
    return tenants[0]?.models.lead_time;
  }

  /** Two versions, of which the second is quarantined; `change` rewrites its artefact. */
  async function afterRollback(change: (text: string) => string): Promise<World> {
    await insertRows(database(), generatedTenant());
    const world = await open({ config: { policy: "classic" }, now: NOW - 30 * DAY });
    await trained(world);
    world.now = NOW;
    await trained(world);
    const rolledBack = { tenant: tenant(1), models: ["lead_time"] as const, dryRun: false };
    expect((await rollBack(world.platform, rolledBack)).exitCode).to.equal(0);
    const versions = database().knex("ml_models").where({ model: "lead_time", version: 2 });
    const [row] = await versions.clone().select<{ artefact: string }[]>("artefact");
    const artefact = change(row?.artefact ?? "");
    await versions.update({ artefact, artefact_hash: createHash("sha256").update(artefact).digest("hex") });
    return world;
  }

  it("is recognised in an equal artefact of today's format", async () => {
    const world = await afterRollback((text) => canonicalJson(inFormat3(JSON.parse(text) as Artefact)));
    expect(await trained(world)).to.include({ outcome: "refused", reason: "quarantined", equals: 2 });
  });

  it("equals nothing if it is corrupt", async () => {
    const world = await afterRollback((text) => text.slice(1));
    expect(await trained(world)).to.include({ outcome: "promoted", version: 3 });
  });
});
