import { expect } from "chai";
import { describeDatabases } from "../../helpers/databases/databases.js";
import { assessOne, trainOne } from "../../helpers/tenants/oneModel.js";
import { DAY, NOW, tenant, useWorlds, type World } from "../../helpers/tenants/platform.js";
import { generatedTenant, insertRows, labelTimes } from "../../helpers/tenants/tenants.js";

const ROWS = generatedTenant();
const TRAINED = NOW - 150 * DAY;
const MODEL = "lead_time";

/** When the n-th label that a version trained as of TRAINED does not know became known. */
const newRows = (n: number): number => labelTimes(ROWS, MODEL).filter((time) => time > TRAINED)[n - 1]!;

describeDatabases("whether a champion has got worse is asked", (database) => {
  const open = useWorlds(database);

  /** A world in which the model was trained as of TRAINED. */
  async function trainedWorld(config: object = {}): Promise<World> {
    await insertRows(database(), ROWS);
    const world = await open({ now: TRAINED, config });
    expect((await trainOne(world.platform, MODEL)).outcome).to.equal("promoted");
    return world;
  }

  it("at 20 fresh labels and each time they have grown by half, and remembers the answer", async () => {
    const world = await trainedWorld({ models: { lead_time: { minimumNewLabels: 1000 } } });
    const sequentialTests: [rows: number, sequentialTest: number | undefined, now: boolean | undefined][] = [];
    for (const rows of [19, 20, 21, 29, 30, 44, 45, 67, 68]) {
      world.now = newRows(rows);
      const { performance, newLabels } = await assessOne(world.platform, MODEL);
      expect(newLabels).to.equal(rows);
      sequentialTests.push([rows, performance?.sequentialTest?.number, performance?.testedNow]);
    }
    expect(sequentialTests).to.deep.equal([
      [19, undefined, false],
      [20, 1, true],
      [21, 1, false],
      [29, 1, false],
      [30, 2, true],
      [44, 2, false],
      [45, 3, true],
      [67, 3, false],
      [68, 4, true],
    ]);
    const kept = await world.platform.workspace(tenant(1)).registry.listEvaluations(MODEL, Infinity, 20);
    expect(
      kept.map(({ sequentialTest }) => [sequentialTest?.number, sequentialTest?.rows, sequentialTest?.level]),
    ).to.deep.equal([
      [1, 20, 0.05],
      [2, 30, 0.05 / 2],
      [3, 45, 0.05 / 3],
      [4, 68, 0.05 / 4],
    ]);
  });

  it("says how many labels are missing until then", async () => {
    const world = await trainedWorld();
    world.now = newRows(7);
    const { performance } = await assessOne(world.platform, MODEL);
    expect(performance).to.deep.include({
      verdict: "insufficient",
      insufficiency: { reason: "rows", missing: 13 },
      nextTestRows: 20,
    });
  });

  it("without a trace where it is asked as of an earlier time", async () => {
    const world = await trainedWorld();
    world.now = NOW;
    const evaluations = async (): Promise<number> =>
      (await database().knex("ml_evaluations").select<unknown[]>("*")).length;
    const { performance } = await assessOne(world.platform, MODEL, newRows(25));
    expect(performance?.testedNow).to.equal(true);
    expect(await evaluations()).to.equal(0);
    await assessOne(world.platform, MODEL);
    expect(await evaluations()).to.equal(1);
  });

  it("anew of each version", async () => {
    const world = await trainedWorld();
    world.now = newRows(30);
    expect((await assessOne(world.platform, MODEL)).performance?.sequentialTest?.number).to.equal(1);
    const classic = await open({ config: { policy: "classic" }, now: world.now });
    expect((await trainOne(classic.platform, MODEL, true)).outcome).to.equal("promoted");
    expect((await assessOne(world.platform, MODEL)).performance?.sequentialTest).to.equal(undefined);
  });
});
