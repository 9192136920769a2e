import { expect } from "chai";
import { MODEL_NAMES } from "../../../src/domain/models.js";
import type { Policy } from "../../../src/domain/settings.js";
import type { RollbackInput } from "../../../src/usecases/running/inputs.js";
import type { ModelStatus } from "../../../src/usecases/results/statusResult.js";
import type { RollbackResult } from "../../../src/usecases/results/rollbackResult.js";
import type { TrainOutcome } from "../../../src/usecases/results/trainResult.js";
import { rollBack } from "../../../src/usecases/rollback.js";
import { status } from "../../../src/usecases/status.js";
import { train } from "../../../src/usecases/train.js";
import { describeDatabases } from "../../helpers/databases/databases.js";
import { ask, DAY, NOW, tenant, useWorlds, type World } from "../../helpers/tenants/platform.js";
import { everyRow } from "../../helpers/databases/tables.js";
import { generatedTenant, insertRows, labelTimes } from "../../helpers/tenants/tenants.js";

const ROWS = generatedTenant();
/** When the versions 1, 2 and 3 were trained. */
const TIMES = [NOW - 180 * DAY, NOW - 150 * DAY, NOW - 120 * DAY] as const;
const THIRD = TIMES[2];

describeDatabases("a version that was rolled back to", (database) => {
  const open = useWorlds(database);

  /** Three versions, of which the third serves; then a world of the policy, an hour later. */
  async function afterThree(policy: Policy): Promise<World> {
    await insertRows(database(), ROWS);
    const trainer = await open({ config: { policy: "classic" } });
    for (const now of TIMES) {
      trainer.now = now;
      expect((await train(trainer.platform, ask({ force: true }))).exitCode).to.equal(0);
    }
    return open({ config: { policy }, now: THIRD + 3_600_000 });
  }
  const roll = ({ platform }: World, fields: Partial<RollbackInput> = {}): Promise<RollbackResult> =>
    rollBack(platform, { tenant: tenant(1), models: MODEL_NAMES, dryRun: false, ...fields });
  async function statusOf({ platform }: World, at?: number): Promise<ModelStatus[]> {
    const input = { tenant: tenant(1), models: MODEL_NAMES, limit: 9, ...(at === undefined ? {} : { at }) };
    const { models } = await status(platform, input);
    return MODEL_NAMES.map((model) => models[model]!);
  }
  const champion = async (world: World): Promise<(number | undefined)[]> =>
    (await statusOf(world)).map((each) => each.champion?.version);
  async function trained(world: World, force = false): Promise<TrainOutcome[]> {
    const { tenants, exitCode } = await train(world.platform, ask({ force }));
    expect(exitCode).to.equal(0);
    return MODEL_NAMES.map((model) => tenants[0]!.models[model]!);
  }
  /** When each model has enough labels that the third version did not know. */
  const enough = (count: number): number =>
    Math.max(...MODEL_NAMES.map((model) => labelTimes(ROWS, model).filter((time) => time > THIRD)[count - 1]!));

  for (const policy of ["guarded", "classic"] as const) {
    it(`keeps serving on the same data under the ${policy} policy, night after night`, async () => {
      const world = await afterThree(policy);
      await roll(world, { reason: "it was wrong" });
      await roll(world);
      expect(await champion(world)).to.deep.equal([1, 1, 1]);
      for (let night = 0; night < 3; night++) {
        for (const outcome of await trained(world)) {
          expect(outcome).to.include({ outcome: "kept", hold: "rolled-back" });
        }
      }
      expect(await champion(world)).to.deep.equal([1, 1, 1]);
    });

    it(`may be replaced by a fourth on new data under the ${policy} policy, never by the second or third`, async () => {
      const world = await afterThree(policy);
      await roll(world);
      await roll(world);
      world.now = enough(60);
      const outcomes = await trained(world);
      const versions = await champion(world);
      for (const [i, outcome] of outcomes.entries()) {
        if (outcome.outcome === "promoted") expect(outcome).to.include({ version: 4, replaces: 1 });
        else expect(outcome.outcome).to.equal("refused");
        expect(versions[i]).to.equal(outcome.outcome === "promoted" ? 4 : 1);
      }
      expect(versions).to.include(4);
      world.now += DAY;
      await roll(world, { models: MODEL_NAMES.filter((_, i) => versions[i] === 4) });
      expect(await champion(world), "past the third and the second").to.deep.equal([1, 1, 1]);
      for (const { quarantine } of await statusOf(world)) {
        const bad = quarantine.map(({ version }) => version);
        expect(bad.filter((version) => version < 4)).to.deep.equal([2, 3]);
      }
    });

    it(`stays for good under the ${policy} policy if it is pinned, until it is unpinned`, async () => {
      const world = await afterThree(policy);
      const pinned = await roll(world, { to: 1, pin: "pin", reason: "for the audit" });
      for (const model of MODEL_NAMES) {
        expect(pinned.tenants[0]?.models[model]).to.include({ outcome: "rolled-back", from: 3, to: 1, pinned: true });
      }
      world.now = NOW;
      for (const force of [false, true]) {
        for (const outcome of await trained(world, force)) {
          expect(outcome).to.deep.include({ outcome: "kept", hold: "pinned" });
        }
      }
      expect((await roll(world)).exitCode).to.equal(64);
      expect((await roll(world, { to: 2 })).exitCode).to.equal(64);
      expect(await champion(world)).to.deep.equal([1, 1, 1]);

      const free = await roll(world, { pin: "unpin" });
      for (const model of MODEL_NAMES) {
        expect(free.tenants[0]?.models[model]).to.include({ outcome: "unpinned", version: 1 });
      }
      world.now += DAY;
      expect(await champion(world)).to.deep.equal([1, 1, 1]);
      for (const outcome of await trained(world)) expect(outcome.outcome).to.be.oneOf(["promoted", "refused"]);
      expect(await champion(world)).to.include(4);
    });
  }

  it("is not replaced by an equal of what was rolled away from, even if training is forced", async () => {
    const world = await afterThree("classic");
    await roll(world);
    await roll(world);
    for (const outcome of await trained(world, true)) {
      expect(outcome).to.include({ outcome: "refused", reason: "quarantined", equals: 3 });
    }
    expect(await champion(world)).to.deep.equal([1, 1, 1]);
  });

  it("is held although a question asks, until there are as many new labels as the volume asks for", async () => {
    const world = await afterThree("guarded");
    await roll(world);
    await roll(world);
    // Age alone: a score never lies below −1.
    const limits = { maximumAgeDays: 1, minimumScore: -1 };
    const config = { models: Object.fromEntries(MODEL_NAMES.map((model) => [model, limits])) };
    const aged = await open({ config, now: enough(3) });
    expect(aged.now).to.be.greaterThan(THIRD + DAY);
    for (const outcome of await trained(aged)) {
      const { reasons, hold: held } = outcome as Extract<TrainOutcome, { outcome: "kept" }>;
      expect([reasons.map(({ trigger }) => trigger), held]).to.deep.equal([["age"], "rolled-back"]);
    }
    aged.now = enough(60);
    for (const outcome of await trained(aged)) expect(outcome.outcome).to.be.oneOf(["promoted", "refused"]);
  });

  it("can be pinned where it stands, which changes nothing else; dry, nothing at all", async () => {
    const world = await afterThree("guarded");
    const before = await everyRow(database());
    const dry = await roll(world, { to: 3, pin: "pin", dryRun: true });
    expect(dry.tenants[0]?.models.lead_time).to.deep.include({ outcome: "would-pin", version: 3 });
    expect((await roll(world, { pin: "unpin" })).exitCode, "there is no pin").to.equal(64);
    const kept = (rows: string[]): string[] => rows.filter((row) => !/^ml_(runs|leases)/.test(row));
    expect(kept(await everyRow(database()))).to.deep.equal(kept(before));
    await roll(world, { to: 3, pin: "pin" });
    for (const { deployments, quarantine, champion: deployed } of await statusOf(world)) {
      expect(quarantine).to.deep.equal([]);
      expect(deployed).to.include({ version: 3, cause: "pin", pinned: true });
      expect(deployments).to.have.length(4);
    }
    await roll(world, { pin: "unpin" });
    for (const outcome of await trained(world)) {
      expect(outcome.outcome).to.equal("kept");
      expect(outcome, "it was never rolled back to").to.not.have.property("hold");
    }
  });

  it("is what served from then on: what served at any time can be asked", async () => {
    const world = await afterThree("guarded");
    await roll(world);
    const deployedAt = async (time: number): Promise<(number | undefined)[]> =>
      (await statusOf(world, time)).map(({ at }) => at?.deployed?.version);
    expect(await deployedAt(TIMES[0] - 1)).to.deep.equal([undefined, undefined, undefined]);
    expect(await deployedAt(TIMES[0])).to.deep.equal([1, 1, 1]);
    expect(await deployedAt(TIMES[1] - 1)).to.deep.equal([1, 1, 1]);
    expect(await deployedAt(THIRD)).to.deep.equal([3, 3, 3]);
    expect(await deployedAt(world.now)).to.deep.equal([2, 2, 2]);
    const [first] = await statusOf(world);
    expect(first).to.not.have.property("at");
  });
});
