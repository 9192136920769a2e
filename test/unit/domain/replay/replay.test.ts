import { expect } from "chai";
import { predict } from "../../../../src/domain/prediction/predictor.js";
import type { ModelReplay, PolicyReplay } from "../../../../src/domain/replay/record.js";
import type { TestRow } from "../../../helpers/rows/examples.js";
import { preparedRows, sizedRows } from "../../../helpers/rows/preparedRows.js";
import { played, replayedPolicy, runOf } from "../../../helpers/rows/replays.js";

const DAY = 86_400_000;

/** Every day from the first to the last. */
const days = (from: number, to: number): number[] => Array.from({ length: to - from + 1 }, (_, i) => (from + i) * DAY);
const only = ({ policies }: ModelReplay): PolicyReplay => policies[0]!;

/** Never again once it has a version. */
const ONCE = replayedPolicy("classic", { minimumScore: -1e9, minimumNewLabels: 100_000, maximumAgeDays: 100_000 });
/** Whenever there is a new label. */
const ALWAYS = replayedPolicy("classic", { minimumScore: -1e9, minimumNewLabels: 1, maximumAgeDays: 100_000 });

const ROWS = sizedRows(300); // predicted on the days 0 to 90, labels a day later
const WHOLE = preparedRows(ROWS);
const DATES = days(0, 91);

describe("a replay of a history made by hand", () => {
  /** 40 rows of one day each, known on day 10; then rows of four days, each known ten days after its creation. */
  const early = Array.from({ length: 40 }, (_, i) => ({ predictedAt: i * 1000, labelKnownAt: 10 * DAY, label: 1 }));
  const created = [5, 11, 11 + 1 / DAY, 12, 20, 30];
  const late = created.map((day) => ({ predictedAt: day * DAY, labelKnownAt: (day + 10) * DAY, label: 4 }));
  const whole = preparedRows([...early, ...late]);
  /** Asked on the days 3, 11, 19, 27 and 35: from the eleventh on there is a version, which predicts one day. */
  const dates = [3, 11, 19, 27, 35].map((day) => day * DAY);

  it("scores each row by the version that served when it was to be predicted", () => {
    const { labels, steps, policies } = played(whole, [ONCE], dates);
    expect([labels, steps]).to.deep.equal([45, 5]); // the row of day 30 is known on day 40
    expect(policies[0]?.trainings).to.deep.equal([
      { at: 11 * DAY, triggers: ["never_trained"], outcome: "promoted", version: 1, learner: "baseline" },
    ]);
    // Of the days 11, 11 and a millisecond, 12 and 20; the row of day 5 was created before there was a version.
    expect(policies[0]).to.include({ promotions: 1, rows: 4, loss: 3 });
  });

  it("hands over to the next version at the very time of its training", () => {
    const twice = replayedPolicy("classic", { minimumScore: -1e9, minimumNewLabels: 3, maximumAgeDays: 1e5 });
    const alike = preparedRows([...early, ...late.map((row) => ({ ...row, label: 1 }))]);
    const { trainings, deployed } = runOf(alike, twice, dates);
    // Known on the days 15, 21, 21 and 22: on day 19 one label is new, on day 27 four are.
    const versions = trainings.map(({ at, version, triggers }) => [at / DAY, version, ...triggers]);
    expect(versions).to.deep.equal([
      [11, 1, "never_trained"],
      [27, 2, "volume"],
    ]);
    expect(deployed.map(({ from }) => from / DAY)).to.deep.equal([11, 27]);
  });

  it("shows the mean loss so far of the common rows, by when their labels became known", () => {
    const { times, policies, commonRows } = played(whole, [ONCE], dates);
    expect(times).to.deep.equal(dates);
    expect(commonRows).to.equal(4);
    // Known on the days 21, 21, 22 and 30.
    expect(policies[0]?.runningLoss).to.deep.equal([undefined, undefined, undefined, 3, 3]);
  });
});

describe("a replay", () => {
  it("scores by hand what it scores", () => {
    for (const policy of [replayedPolicy("classic"), replayedPolicy("guarded")]) {
      const { deployed } = runOf(WHOLE, policy, DATES);
      expect(deployed.length, policy.name).to.be.greaterThan(1);
      const { predictedAt, labels, count } = WHOLE.examples;
      const losses: number[] = [];
      for (let row = 0; row < count; row++) {
        const champion = deployed.findLast(({ from }) => from <= predictedAt[row]!);
        if (champion === undefined) continue;
        losses.push(Math.abs(labels[row]! - predict(champion.artefact, WHOLE, Int32Array.of(row))[0]!));
      }
      const { rows, loss } = only(played(WHOLE, [policy], DATES));
      expect(rows).to.equal(losses.length);
      expect(loss).to.be.closeTo(losses.reduce((sum, each) => sum + each, 0) / losses.length, 1e-12);
    }
  });

  it("has no regret for a policy that retrains with every new label, and some for one that never does", () => {
    const result = played(WHOLE, [ALWAYS, ONCE], DATES);
    const [always, once] = result.policies;
    expect(always?.regret).to.equal(0);
    expect(always?.trainings).to.have.length(result.daily.trainings);
    expect(always?.runningLoss).to.deep.equal(result.daily.runningLoss);
    expect(result.daily.trainings).to.be.greaterThan(70);
    expect(once?.trainings).to.have.length(1);
    expect(once?.regret).to.equal(once!.commonLoss! - result.daily.commonLoss!);
    expect(once?.regret).to.be.greaterThan(0);
  });

  it("of several policies gives each what it gives it alone", () => {
    const policies = [replayedPolicy("classic"), replayedPolicy("guarded")];
    const together = played(WHOLE, policies, DATES);
    for (const [i, policy] of policies.entries()) {
      const { trainings, rows, loss, promotions } = only(played(WHOLE, [policy], DATES));
      expect({ trainings, rows, loss, promotions }).to.deep.include({
        trainings: together.policies[i]?.trainings,
        rows: together.policies[i]?.rows,
        loss: together.policies[i]?.loss,
        promotions: together.policies[i]?.promotions,
      });
    }
  });

  it("sees nothing of what becomes known after its last date", () => {
    const policies = [replayedPolicy("classic"), replayedPolicy("guarded")];
    const dates = days(0, 60);
    const before = played(WHOLE, policies, dates);
    expect(before.policies.map(({ promotions }) => promotions > 1)).to.deep.equal([true, true]);
    const later = (change: (row: TestRow) => TestRow[]): TestRow[] =>
      ROWS.flatMap((row) => (row.labelKnownAt > 60 * DAY ? change(row) : [row]));
    const changes: Record<string, TestRow[]> = {
      "other labels": later((row) => [{ ...row, label: 300 - row.label }]),
      "other numbers": later((row) => [{ ...row, numbers: { size: 9 } }]),
      "other categories": later((row) => [{ ...row, categories: { type: "a new one" } }]),
      "later labels": later((row) => [{ ...row, labelKnownAt: row.labelKnownAt + 5 * DAY }]),
      "no rows": later(() => []),
      "more rows": later((row) => [row, { ...row, key: `${row.key ?? ""}-twice` }]),
    };
    for (const [about, rows] of Object.entries(changes)) {
      expect(played(preparedRows(rows), policies, dates), about).to.deep.equal(before);
    }
  });

  it("decides on each date without what becomes known later", () => {
    const policies = [replayedPolicy("classic"), replayedPolicy("guarded")];
    const changed = ROWS.map((row) => (row.labelKnownAt > 60 * DAY ? { ...row, label: 300 - row.label } : row));
    const [one, other] = [WHOLE, preparedRows(changed)].map((whole) => played(whole, policies, DATES));
    policies.forEach((_, i) => {
      const until60 = ({ policies: each }: ModelReplay) => each[i]!.trainings.filter(({ at }) => at <= 60 * DAY);
      expect(until60(one!).length).to.be.greaterThan(1);
      expect(until60(other!)).to.deep.equal(until60(one!));
      const early = one!.times.filter((time) => time <= 60 * DAY).length;
      expect(other!.policies[i]!.runningLoss.slice(0, early)).to.deep.equal(
        one!.policies[i]!.runningLoss.slice(0, early),
      );
    });
    expect(other!.policies.map(({ loss }) => loss)).to.not.deep.equal(one!.policies.map(({ loss }) => loss));
  });

  it("trains on the newest rows at most, as many as are read", () => {
    const limited = played(WHOLE, [ALWAYS], DATES, { maxTrainingRows: 40 });
    const newest = played(preparedRows(ROWS.slice(-40)), [ALWAYS], [91 * DAY]);
    expect(limited.daily.loss).to.not.equal(played(WHOLE, [ALWAYS], DATES).daily.loss);
    expect(only(limited).trainings.at(-1)).to.include({ learner: only(newest).trainings[0]?.learner });
  });

  it("of nothing has nothing to show, and does not fail", () => {
    const nothing = {
      trainings: [],
      promotions: 0,
      rows: 0,
      loss: undefined,
      commonLoss: undefined,
      regret: undefined,
    };
    for (const [rows, dates] of [
      [[], []],
      [[], days(0, 3)],
      [ROWS, []],
      [ROWS.slice(0, 20), days(0, 30)],
    ] as const) {
      const result = played(preparedRows(rows), [replayedPolicy("classic"), replayedPolicy("guarded")], dates);
      for (const policy of result.policies) expect(policy).to.deep.include(nothing);
      expect(result).to.include({ commonRows: 0, steps: dates.length });
      expect(result.daily).to.include({ trainings: 0, loss: undefined });
    }
  });
});
