import { expect } from "chai";
import { modelRegistry } from "../../../src/adapters/registry/registry.js";
import type { Champion } from "../../../src/domain/versions.js";
import { evaluate } from "../../../src/usecases/evaluate.js";
import type { AutoRollback, EvaluateOutcome } from "../../../src/usecases/results/evaluateResult.js";
import { rollBack } from "../../../src/usecases/rollback.js";
import { train } from "../../../src/usecases/train.js";
import { describeDatabases } from "../../helpers/databases/databases.js";
import { assessOne, deployBaseline, trainOne } from "../../helpers/tenants/oneModel.js";
import { ask, DAY, NOW, tenant, useWorlds, type World } from "../../helpers/tenants/platform.js";
import { scopeOf } from "../../helpers/databases/scopes.js";
import { everyRow } from "../../helpers/databases/tables.js";
import { generatedTenant, insertRows, labelTimes } from "../../helpers/tenants/tenants.js";

const ROWS = generatedTenant();
const FIRST = NOW - 120 * DAY;
const SECOND = NOW - 60 * DAY;
const MODEL = "lead_time";

describeDatabases("evaluate --auto-rollback", (database) => {
  const open = useWorlds(database);
  let world: World;

  const deploy = (days: number, at: number, replaces?: Champion, pinned = false): Promise<Champion> =>
    deployBaseline(database(), { days, at, pinned, ...(replaces === undefined ? {} : { replaces }) });
  async function evaluated(autoRollback = true): Promise<Extract<EvaluateOutcome, { outcome: "evaluated" }>> {
    const { tenants, exitCode } = await evaluate(world.platform, ask({ models: [MODEL], autoRollback }));
    expect(exitCode).to.equal(0);
    const outcome = tenants[0]?.models[MODEL];
    if (outcome?.outcome !== "evaluated") throw new Error(JSON.stringify(outcome));
    return outcome;
  }
  const asked = async (): Promise<AutoRollback> => (await evaluated()).rollback!;
  const log = async (): Promise<[number, string][]> => {
    const deployments = await modelRegistry(scopeOf(database())).listDeployments(MODEL, Infinity);
    return deployments.map(({ version, cause }) => [version, cause]);
  };

  beforeEach(async () => {
    await insertRows(database(), ROWS);
    world = await open();
  });

  it("puts the version back that a worse one replaced, with a quarantine and the numbers", async () => {
    const first = await deploy(3, FIRST);
    await deploy(300, SECOND, first);
    const rollback = await asked();
    expect(rollback).to.include({ rolledBack: true, from: 2, to: 1 });
    expect(rollback.comparison).to.include({
      rows: labelTimes(ROWS, MODEL).filter((time) => time > SECOND).length,
      limit: 1,
    });
    expect(rollback.comparison?.bound).to.be.lessThan(1);
    expect(await log()).to.deep.equal([
      [1, "train"],
      [2, "train"],
      [1, "rollback"],
    ]);
    const [bad] = await modelRegistry(scopeOf(database())).listQuarantine(MODEL, Infinity);
    expect(bad).to.include({ version: 2, actor: "mltrain evaluate --auto-rollback" });
    expect(bad?.reason).to.match(/^shown worse than version 1 on \d+ newer labels$/);
    await train(world.platform, ask({ models: [MODEL] }));
    const deployed = await modelRegistry(scopeOf(database())).findChampion(MODEL, Infinity);
    expect(deployed?.version.version, "tonight's run does not undo it").to.not.equal(2);
  });

  it("leaves a version alone that is not shown worse", async () => {
    for (const days of [3, 2.99]) {
      const first = await deploy(300, FIRST);
      await deploy(days, SECOND, first);
      const rollback = await asked();
      expect(rollback).to.include({ rolledBack: false, reason: "not-significantly-worse" });
      expect(rollback.comparison?.bound).to.be.greaterThan(1);
      for (const table of ["ml_evaluations", "ml_deployments", "ml_models"]) await database().knex(table).delete();
    }
  });

  it("does nothing unless it is asked to", async () => {
    const first = await deploy(3, FIRST);
    await deploy(300, SECOND, first);
    expect(await evaluated(false)).to.not.have.property("rollback");
    expect(await log()).to.have.length(2);
  });

  it("compares on labels that neither version knew", async () => {
    const first = await deploy(3, NOW - 20 * DAY);
    await deploy(300, SECOND, first);
    const { comparison } = await asked();
    expect(comparison?.rows).to.equal(labelTimes(ROWS, MODEL).filter((time) => time > NOW - 20 * DAY).length);
  });

  it("leaves out rows that either version knows, however new their labels: they were reopened or edited", async () => {
    const { fingerprints, examples } = world.platform.workspace(tenant(1));
    const read = await examples.read(MODEL, { after: SECOND, until: NOW, withText: false });
    const hashes = fingerprints.ofKeys(MODEL, read.examples.keys);
    const first = await deployBaseline(database(), { days: 3, at: FIRST, trainedKeys: hashes.slice(0, 4) });
    await deployBaseline(database(), { days: 300, at: SECOND, replaces: first, trainedKeys: hashes.slice(3, 9) });
    expect((await asked()).comparison?.rows).to.equal(read.examples.count - 9);
  });

  const REFUSALS: readonly [reason: string, prepare: () => Promise<unknown>][] = [
    ["pinned", async () => deploy(300, SECOND, await deploy(3, FIRST), true)],
    ["no-new-labels", async () => deploy(300, NOW, await deploy(3, FIRST))],
    ["no-previous-version", async () => deploy(300, SECOND)],
    [
      "not-tested-yet",
      async () => {
        await deploy(300, SECOND, await deploy(3, FIRST));
        world.now = labelTimes(ROWS, MODEL).filter((time) => time > SECOND)[18]!;
      },
    ],
  ];
  for (const [reason, prepare] of REFUSALS) {
    it(`says why it does nothing: ${reason}`, async () => {
      await prepare();
      const before = (await everyRow(database())).filter((row) => /^ml_(models|deployments|quarantine)/.test(row));
      expect(await asked()).to.deep.equal({ rolledBack: false, reason });
      const after = (await everyRow(database())).filter((row) => /^ml_(models|deployments|quarantine)/.test(row));
      expect(after).to.deep.equal(before);
    });
  }

  it("goes back one version and no further, however bad that one is", async () => {
    const first = await deploy(3, FIRST);
    const second = await deploy(200, FIRST + DAY, first);
    await deploy(300, SECOND, second);
    expect(await asked()).to.include({ rolledBack: true, from: 3, to: 2 });
    world.now += 1;
    expect(await asked()).to.deep.equal({ rolledBack: false, reason: "no-previous-version" });
  });

  it("compares also where a training asked before it whether the champion has got worse", async () => {
    const never = { minimumNewLabels: 1_000_000, minimumScore: -1, maximumAgeDays: 10_000 };
    world = await open({ config: { models: { [MODEL]: never } } });
    await deploy(6, SECOND, await deploy(3, FIRST));
    expect(await trainOne(world.platform, MODEL)).to.include({ outcome: "kept" });
    world.now += 1;
    const { performance: later, rollback } = await evaluated();
    expect(later?.testedNow).to.equal(false);
    expect(rollback).to.include({ rolledBack: true, from: 2, to: 1 });
  });

  it("compares once on the same labels, and counts what it compared", async () => {
    await deploy(3, SECOND, await deploy(4, FIRST));
    const times = labelTimes(ROWS, MODEL).filter((time) => time > SECOND);
    for (const rows of [20, 21, 30, 45]) {
      world.now = times[rows - 1]!;
      await assessOne(world.platform, MODEL);
      world.now += 1;
      const rollback = await asked();
      expect(rollback).to.include({ reason: rows === 21 ? "not-tested-yet" : "not-significantly-worse" });
      world.now += 1;
      expect(await asked()).to.deep.equal({ rolledBack: false, reason: "not-tested-yet" });
      if (rows === 21) await evaluated(false);
    }
    const kept = await modelRegistry(scopeOf(database())).listEvaluations(MODEL, Infinity, 99);
    const sequentialTests = kept.flatMap(({ sequentialTest }) => sequentialTest ?? []);
    expect(sequentialTests.map(({ number: sequentialTest, compared }) => [sequentialTest, compared])).to.deep.equal([
      [1, 1],
      [2, 2],
      [3, 3],
    ]);
  });

  it("finds the version that was replaced also beneath a pin that was put on and taken off", async () => {
    await deploy(300, SECOND, await deploy(3, FIRST));
    for (const pin of ["pin", "unpin"] as const) {
      await rollBack(world.platform, { tenant: tenant(1), models: [MODEL], to: 2, pin, dryRun: false });
      world.now += 1;
    }
    expect((await log()).map(([, cause]) => cause)).to.deep.equal(["train", "train", "pin", "pin"]);
    expect(await asked()).to.include({ rolledBack: true, from: 2, to: 1 });
  });

  it("under the classic policy asks at each evaluation, and is harder to convince each time", async () => {
    world = await open({ config: { policy: "classic" } });
    await deploy(3, SECOND, await deploy(4, FIRST));
    const bounds: (number | undefined)[] = [];
    for (let look = 0; look < 3; look++) {
      bounds.push((await asked()).comparison?.bound);
      world.now += 1;
    }
    const [first = NaN, second = NaN, third = NaN] = bounds;
    expect(second).to.be.greaterThan(first);
    expect(third).to.be.greaterThan(second);
  });

  it("asks also of a version that kept no holdout, which is never asked whether it got worse", async () => {
    await deploy(300, SECOND, await deploy(3, FIRST));
    await database().knex("ml_models").update({ evidence: null });
    expect(await asked()).to.include({ rolledBack: true, from: 2, to: 1 });
  });
});
