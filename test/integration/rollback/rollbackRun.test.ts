import { expect } from "chai";
import { leaseStore } from "../../../src/adapters/jobs/leaseStore.js";
import { MODEL_NAMES, type ModelName } from "../../../src/domain/models.js";
import type { RollbackInput } from "../../../src/usecases/running/inputs.js";
import type { RollbackResult } from "../../../src/usecases/results/rollbackResult.js";
import { evaluate } from "../../../src/usecases/evaluate.js";
import { rollBack } from "../../../src/usecases/rollback.js";
import { status } from "../../../src/usecases/status.js";
import { train } from "../../../src/usecases/train.js";
import { describeDatabases } from "../../helpers/databases/databases.js";
import { ask, DAY, NOW, tenant, useWorlds, type World } from "../../helpers/tenants/platform.js";
import { scopeOf } from "../../helpers/databases/scopes.js";
import { everyRow } from "../../helpers/databases/tables.js";
import { insertTenant } from "../../helpers/tenants/tenants.js";

/** When the versions 1, 2 and 3 are trained. */
const TIMES = [NOW - 90 * DAY, NOW - 60 * DAY, NOW - 30 * DAY];

const request = (fields: Partial<RollbackInput> = {}): RollbackInput => ({
  tenant: tenant(1),
  models: MODEL_NAMES,
  dryRun: false,
  ...fields,
});

/** Each model's outcome and, where it was rolled back, from which version to which; else of which version. */
const movesOf = ({ tenants }: RollbackResult): (string | undefined)[] =>
  MODEL_NAMES.map((model) => {
    const outcome = tenants[0]?.models[model];
    if (outcome === undefined) return undefined;
    if (outcome.outcome === "failed") return `failed ${outcome.exitCode}`;
    if (!("from" in outcome)) return `${outcome.outcome} ${outcome.version}`;
    return `${outcome.outcome} ${outcome.from} to ${outcome.to}`;
  });
const all = (move: string): string[] => MODEL_NAMES.map(() => move);

describeDatabases("a rollback", (database) => {
  const open = useWorlds(database);
  let world: World;

  /** Trains the versions 1 to `count`; then it is NOW. */
  async function trained(count: number, models: readonly ModelName[] = MODEL_NAMES): Promise<void> {
    await insertTenant(database());
    // Whatever was trained serves: how it came to serve is not what these tests are about.
    world = await open({ config: { policy: "classic" } });
    for (const time of TIMES.slice(0, count)) {
      world.now = time;
      const { exitCode } = await train(world.platform, ask({ force: true, models }));
      expect(exitCode).to.equal(0);
    }
    world.now = NOW;
  }
  const roll = (fields: Partial<RollbackInput> = {}): Promise<RollbackResult> =>
    rollBack(world.platform, request(fields));

  async function champion(): Promise<(number | undefined)[]> {
    const { models } = await status(world.platform, { tenant: tenant(1), models: MODEL_NAMES, limit: 9 });
    return MODEL_NAMES.map((model) => models[model]?.champion?.version);
  }

  it("goes further back each time, and never forth", async () => {
    await trained(3);
    expect(movesOf(await roll({ reason: "it was wrong" }))).to.deep.equal(all("rolled-back 3 to 2"));
    expect(movesOf(await roll())).to.deep.equal(all("rolled-back 2 to 1"));
    for (let i = 0; i < 2; i++) {
      const nothing = await roll();
      expect(movesOf(nothing)).to.deep.equal(all("failed 66"));
      expect(nothing.exitCode).to.equal(66);
    }
    expect(await champion()).to.deep.equal([1, 1, 1]);
    const { models } = await status(world.platform, { tenant: tenant(1), models: MODEL_NAMES, limit: 9 });
    for (const model of MODEL_NAMES) {
      const { deployments = [], quarantine = [] } = models[model] ?? {};
      expect(deployments.map(({ seq, version, cause }) => [seq, version, cause])).to.deep.equal([
        [1, 1, "train"],
        [2, 2, "train"],
        [3, 3, "train"],
        [4, 2, "rollback"],
        [5, 1, "rollback"],
      ]);
      expect(quarantine.map(({ version, reason }) => [version, reason])).to.deep.equal([
        [2, "rolled back"],
        [3, "it was wrong"],
      ]);
    }
  });

  it("is not undone by training on the same data, and is by training on new data", async () => {
    await trained(2);
    await roll({ asOf: TIMES[1]! });
    const same = await train(world.platform, ask({ force: true, asOf: TIMES[1]! }));
    expect(same.exitCode).to.equal(0);
    for (const model of MODEL_NAMES) {
      expect(same.tenants[0]?.models[model]).to.include({ outcome: "refused", reason: "quarantined", equals: 2 });
    }
    expect(await champion()).to.deep.equal([1, 1, 1]);

    const later = await train(world.platform, ask());
    for (const model of MODEL_NAMES) {
      expect(later.tenants[0]?.models[model]).to.include({ outcome: "promoted", version: 3, replaces: 1 });
    }
    expect(movesOf(await roll())).to.deep.equal(all("rolled-back 3 to 1"));
  });

  it("with --to goes to that version, also past others, and to none that must not serve", async () => {
    await trained(3);
    expect(movesOf(await roll({ to: 3 }))).to.deep.equal(all("failed 66"));
    expect(movesOf(await roll({ to: 9 }))).to.deep.equal(all("failed 66"));
    expect(movesOf(await roll({ to: 1 }))).to.deep.equal(all("rolled-back 3 to 1"));
    expect(movesOf(await roll({ to: 3 }))).to.deep.equal(all("failed 66"));
    expect(movesOf(await roll({ to: 2 }))).to.deep.equal(all("rolled-back 1 to 2"));
    expect(await champion()).to.deep.equal([2, 2, 2]);
  });

  it("to a version that was tampered with is refused with 73; the other models go on", async () => {
    await trained(2);
    const { knex } = database();
    const [row] = (await knex("ml_models").where({ model: "lead_time", version: 1 })) as { artefact: string }[];
    const artefact = row!.artefact.replace('"baseline":', '"baseline":9');
    expect(artefact).to.not.equal(row!.artefact);
    await knex("ml_models").where({ model: "lead_time", version: 1 }).update({ artefact });

    const result = await roll();
    expect(movesOf(result)).to.deep.equal(["rolled-back 2 to 1", "failed 73", "rolled-back 2 to 1"]);
    expect(result.exitCode).to.equal(73);
    expect(await champion()).to.deep.equal([1, 2, 1]);
    const evaluated = await evaluate(world.platform, ask());
    expect(evaluated.exitCode).to.equal(0);
  });

  it("of a model whose serving version was tampered with puts the previous one back", async () => {
    await trained(2);
    await database().knex("ml_models").where({ version: 2 }).update({ artefact: "{}" });
    expect((await evaluate(world.platform, ask())).exitCode).to.equal(73);
    expect(movesOf(await roll())).to.deep.equal(all("rolled-back 2 to 1"));
    expect((await evaluate(world.platform, ask())).exitCode).to.equal(0);
  });

  it("of a model whose serving version is gone puts the previous one back", async () => {
    await trained(2);
    const { knex, dialect } = database();
    if (dialect.kind === "sqlite") await knex.raw("pragma foreign_keys = off");
    else await knex.raw("alter table ml_models disable trigger all");
    await knex("ml_models").where({ version: 2 }).delete();
    if (dialect.kind === "sqlite") await knex.raw("pragma foreign_keys = on");
    else await knex.raw("alter table ml_models enable trigger all");
    expect((await evaluate(world.platform, ask())).exitCode).to.equal(73);
    const result = await roll();
    expect(movesOf(result)).to.deep.equal(all("rolled-back 2 to 1"));
    // There is no row that an entry of the quarantine could refer to.
    expect(result.tenants[0]?.models.lead_time).to.include({ quarantined: null });
    expect((await evaluate(world.platform, ask())).exitCode).to.equal(0);
  });

  it("of a model whose serving version was tampered with puts one back that equals what it was", async () => {
    await trained(1);
    world.now = TIMES[0]!;
    expect((await train(world.platform, ask({ force: true }))).exitCode).to.equal(0);
    world.now = NOW;
    const { knex } = database();
    const hashes = (await knex("ml_models").distinct("model", "artefact_hash")) as unknown[];
    expect(hashes).to.have.length(MODEL_NAMES.length);
    expect(movesOf(await roll({ dryRun: true }))).to.deep.equal(all("failed 66"));

    await knex("ml_models").where({ version: 2 }).update({ artefact: "{}" });
    expect(movesOf(await roll())).to.deep.equal(all("rolled-back 2 to 1"));
    expect((await evaluate(world.platform, ask())).exitCode).to.equal(0);
  });

  it("is not the only way out: a forced training replaces a version that was tampered with", async () => {
    await trained(1);
    await database().knex("ml_models").update({ artefact: "{}" });
    expect((await train(world.platform, ask())).exitCode).to.equal(73);
    expect((await train(world.platform, ask({ force: true }))).exitCode).to.equal(0);
    expect(await champion()).to.deep.equal([2, 2, 2]);
  });

  it("that is dry leaves every table as it was, and says what it would do", async () => {
    await trained(2);
    const before = await everyRow(database());
    const dry = await roll({ dryRun: true });
    expect(movesOf(dry)).to.deep.equal(all("would-roll-back 2 to 1"));
    expect(dry.exitCode).to.equal(0);
    expect(await everyRow(database())).to.deep.equal(before);
  });

  it("of a model that was never trained, or has one version, has nothing to go back to", async () => {
    await trained(1, ["lead_time"]);
    const result = await roll();
    expect(movesOf(result)).to.deep.equal(all("failed 66"));
    expect(await champion()).to.deep.equal([undefined, 1, undefined]);
  });

  it("as of a time before the newest deployment is refused with 64", async () => {
    await trained(2);
    const result = await roll({ asOf: TIMES[1]! - 1 });
    expect(movesOf(result)).to.deep.equal(all("failed 64"));
    expect(await champion()).to.deep.equal([2, 2, 2]);
  });

  it("while another run holds the lease is put off with 75", async () => {
    await trained(2);
    const lease = await leaseStore(scopeOf(database())).acquire("another run", 60);
    expect((await roll()).exitCode).to.equal(75);
    expect(await champion()).to.deep.equal([2, 2, 2]);
    await leaseStore(scopeOf(database())).release(lease);
    expect((await roll()).exitCode).to.equal(0);
  });

  it("works for a tenant whose rows are gone", async () => {
    await trained(2);
    for (const table of ["work_items", "prs"]) await database().knex(table).delete();
    expect(movesOf(await roll())).to.deep.equal(all("rolled-back 2 to 1"));
  });
});
