import { expect } from "chai";
import { attainableScores } from "../../../fixtures/generate/attainable.js";
import { csvText } from "../../../fixtures/generate/csvText.js";
import { jobSchedules } from "../../../fixtures/generate/jobSchedules.js";
import { scaleProbabilities, snapToScale } from "../../../fixtures/generate/planningScale.js";
import { drawPullRequests, PULL_REQUEST_COLUMNS, pullRequests } from "../../../fixtures/generate/pullRequests.js";
import { namedRandom } from "../../../fixtures/generate/random.js";
import { DAY, DEFAULT_UNTIL, packOf, tenantPlan, type Row } from "../../../fixtures/generate/tenantPlan.js";
import { drawWorkItems, WORK_ITEM_COLUMNS, workItems } from "../../../fixtures/generate/workItems.js";

const pack = packOf({ tenants: 8, workItems: 300, pullRequests: 200, seed: 5, until: DEFAULT_UNTIL });
const plan = (id: number) => pack[id - 1]!;

const share = (rows: readonly Row[], test: (row: Row) => boolean): number => rows.filter(test).length / rows.length;

/** Spearman's rank correlation; ties get their mean rank. */
function rankCorrelation(a: readonly number[], b: readonly number[]): number {
  return correlation(ranks(a), ranks(b));
}
function ranks(values: readonly number[]): number[] {
  const order = values.map((_, index) => index).sort((i, j) => values[i]! - values[j]!);
  const result = new Array<number>(values.length);
  for (let start = 0; start < order.length;) {
    let end = start;
    while (end < order.length && values[order[end]!] === values[order[start]!]) end += 1;
    for (let at = start; at < end; at += 1) result[order[at]!] = (start + end - 1) / 2;
    start = end;
  }
  return result;
}
function correlation(a: readonly number[], b: readonly number[]): number {
  const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [meanA, meanB] = [mean(a), mean(b)];
  const sum = (term: (i: number) => number): number => a.reduce((total, _, index) => total + term(index), 0);
  const covariance = sum((i) => (a[i]! - meanA) * (b[i]! - meanB));
  return covariance / Math.sqrt(sum((i) => (a[i]! - meanA) ** 2) * sum((i) => (b[i]! - meanB) ** 2));
}

describe("the generator of synthetic tenants", () => {
  it("makes the same rows from the same seed, and others from another", () => {
    const rows = [...workItems(plan(1)), ...pullRequests(plan(1))];
    expect([...workItems(plan(1)), ...pullRequests(plan(1))]).to.deep.equal(rows);
    const other = [...workItems({ ...plan(1), seed: 6 })];
    expect(share(other, (row) => rows.some(({ summary }) => summary === row.summary))).to.be.below(0.05);
  });

  it("makes a tenant's rows whatever the other tenants are", () => {
    const alone = packOf({ tenants: 1, workItems: 300, pullRequests: 200, seed: 5, until: DEFAULT_UNTIL });
    expect([...workItems(alone[0]!)]).to.deep.equal([...workItems(plan(1))]);
  });

  it("has the columns of the platform's relations, and keys that are distinct", () => {
    const items = [...workItems(plan(1))];
    const requests = [...pullRequests(plan(1))];
    for (const row of items) expect(Object.keys(row)).to.have.members([...WORK_ITEM_COLUMNS]);
    for (const row of requests) expect(Object.keys(row)).to.have.members([...PULL_REQUEST_COLUMNS]);
    expect(new Set(items.map(({ key }) => key))).to.have.property("size", 300);
    expect(new Set(requests.map((row) => `${String(row.repository_id)}#${String(row.number)}`)).size).to.equal(200);
  });

  it("gives tenants 1 and 2 the same keys and names with other contents", () => {
    const [first, second] = [[...workItems(plan(1))], [...workItems(plan(2))]];
    expect(second.map(({ key }) => key)).to.deep.equal(first.map(({ key }) => key));
    expect(new Set(second.map(({ assignee }) => assignee))).to.deep.equal(new Set(first.map((row) => row.assignee)));
    expect(plan(2).name).to.equal(plan(1).name);
    expect(second.filter((row, index) => row.summary === first[index]!.summary)).to.have.length.below(5);
    const keys = (id: number) => [...pullRequests(plan(id))].map((row) => [row.repository_id, row.number]);
    expect(keys(2)).to.deep.equal(keys(1));
  });

  it("spreads label times over two years and ends at the time given", () => {
    const until = Date.UTC(2025, 0, 1);
    const completed = [...workItems(tenantPlan({ until }))].flatMap((row) =>
      row.work_last_completed_at === null ? [] : [Date.parse(String(row.work_last_completed_at))],
    );
    const merged = [...pullRequests(tenantPlan({ until }))].flatMap((row) =>
      row.merged_at === null ? [] : [Date.parse(String(row.merged_at))],
    );
    for (const times of [completed, merged]) {
      expect(Math.max(...times)).to.be.within(until - 2 * DAY, until);
      expect(Math.min(...times)).to.be.within(until - 730 * DAY, until - 715 * DAY);
    }
  });

  it("keeps its times in order, and its lead times true", () => {
    for (const row of workItems(plan(1))) {
      if (row.work_last_completed_at === null) continue;
      const seconds = (Date.parse(String(row.work_last_completed_at)) - Date.parse(String(row.created))) / 1000;
      expect(seconds).to.be.above(0);
      if (row.total_lead_time_seconds !== null) expect(row.total_lead_time_seconds).to.be.closeTo(seconds, 0.5);
    }
  });

  it("gives every model an attainable score, whatever the seed", () => {
    for (const seed of [1, 2, 3, 4, 5]) {
      const scores = attainableScores(tenantPlan({ seed, workItems: 10_000, pullRequests: 10_000 }));
      expect(scores.storyPointsR2, "story points").to.be.within(0.4, 0.6);
      expect(scores.leadTimeR2, "lead time").to.be.within(0.3, 0.6);
      expect(scores.reworkF1, "rework").to.be.within(0.5, 0.7);
      expect(scores.reworkF1 - scores.baselineReworkF1, "rework above the baseline").to.be.above(0.1);
    }
  });

  it("predicts without bias from the true effects", () => {
    const draws = [...drawWorkItems(tenantPlan({ workItems: 20_000 }))];
    const points = draws.reduce((sum, { row }) => sum + Number(row.story_points), 0);
    expect(draws.reduce((sum, { expectedPoints }) => sum + expectedPoints, 0) / points).to.be.closeTo(1, 0.02);
    const requests = [...drawPullRequests(tenantPlan({ pullRequests: 20_000 }))];
    const reworked = requests.filter(({ row }) => Number(row.review_cycles) > 2 || Number(row.rework_commit_count) > 3);
    const expected = requests.reduce((sum, { reworkProbability }) => sum + reworkProbability, 0);
    expect(expected / reworked.length).to.be.closeTo(1, 0.03);
  });

  it("has no column known at the prediction time that leaks the label", () => {
    const items = [...workItems(tenantPlan())];
    const points = items.map((row) => Number(row.story_points));
    const length = (column: string) => items.map((row) => String(row[column] ?? "").length);
    for (const column of ["summary", "description", "acceptance_criteria"]) {
      expect(Math.abs(rankCorrelation(length(column), points)), column).to.be.below(0.6);
    }
    const requests = [...pullRequests(tenantPlan())];
    const rework = requests.map((row) =>
      Number(row.review_cycles) > 2 || Number(row.rework_commit_count) > 3 ? 1 : 0,
    );
    for (const column of ["additions", "deletions", "changed_files"]) {
      const values = requests.map((row) => Number(row[column]));
      expect(Math.abs(rankCorrelation(values, rework)), column).to.be.within(0.05, 0.6);
    }
  });

  it("reverses every effect when the concept changes", () => {
    const changeAt = DEFAULT_UNTIL - 365 * DAY;
    const draws = [...drawWorkItems(tenantPlan({ conceptChangeAt: changeAt, workItems: 8000 }))];
    const bugsAboveStories = (rows: typeof draws): number => {
      const mean = (type: string): number => {
        const expected = rows.filter(({ row }) => row.wit_id === type).map(({ expectedPoints }) => expectedPoints);
        return expected.reduce((sum, value) => sum + value, 0) / expected.length;
      };
      return mean("Bug") - mean("Story");
    };
    const isAfter = ({ row }: { row: Row }): boolean => Date.parse(String(row.created)) >= changeAt;
    expect(bugsAboveStories(draws.filter((draw) => !isAfter(draw)))).to.be.below(-1);
    expect(bugsAboveStories(draws.filter(isAfter))).to.be.above(1);
  });

  it("leaves out what the plan says", () => {
    const patchy = [...workItems(plan(4))];
    expect(share(patchy, ({ story_points }) => story_points === null)).to.be.closeTo(0.3, 0.1);
    expect(share(patchy, ({ assignee }) => assignee === null)).to.be.closeTo(0.3, 0.1);
    expect([...pullRequests(plan(5))]).to.deep.equal([]);
    expect([...workItems(plan(6))].every((row) => row.summary === null && row.description === null)).to.equal(true);
    expect(plan(7).active).to.equal(false);
  });

  it("makes the other jobs of a tenant, all of them finished", () => {
    expect([...jobSchedules(plan(3))].map((row) => [row.tenant_id, row.execution_order, row.status])).to.deep.equal([
      [3, 1, "FINISHED"],
      [3, 2, "FINISHED"],
      [3, 3, "FINISHED"],
    ]);
  });

  it("writes rows as CSV, in chunks", () => {
    const rows = Array.from({ length: 1200 }, (_, index) => ({ key: index, text: null, flag: true }));
    const chunks = [...csvText(["key", "text", "flag"], rows)];
    expect(chunks.length).to.be.above(1);
    expect(chunks.join("").split("\n").slice(0, 3)).to.deep.equal(["key,text,flag", "0,,true", "1,,true"]);
    expect([...csvText(["text"], [{ text: 'a,"b"\r\nc' }])].join("")).to.equal('text\n"a,""b""\r\nc"\n');
  });
});

describe("the planning scale", () => {
  it("takes the nearest value by ratio", () => {
    expect([0.1, 1.4, 1.5, 6.3, 6.4, 500].map((points) => snapToScale(Math.log(points)))).to.deep.equal([
      1, 1, 2, 5, 8, 21,
    ]);
  });

  it("gives each value the probability that it is drawn", () => {
    const probabilities = scaleProbabilities(1.2, 0.6);
    expect(probabilities.reduce((sum, value) => sum + value, 0)).to.be.closeTo(1, 1e-12);
    // scipy 1.10: F(v) = norm.cdf((log(v) - 1.2) / 0.6); F(√2), F(√6) − F(√2), 1 − F(√273)
    expect(probabilities[0]).to.be.closeTo(0.07745836749, 1e-7);
    expect(probabilities[1]).to.be.closeTo(0.22866566508, 2e-7);
    expect(probabilities[6]).to.be.closeTo(0.00374137116, 1e-7);
  });
});

describe("namedRandom", () => {
  it("is uniform, and normal, as far as a million draws can tell", () => {
    const random = namedRandom(1, "draws");
    const counts = new Array<number>(10).fill(0);
    let [sum, squares] = [0, 0];
    for (let draw = 0; draw < 1_000_000; draw += 1) {
      counts[random.below(10)]! += 1;
      const value = random.normal();
      sum += value;
      squares += value ** 2;
    }
    // Five standard errors: 5 · sqrt(1e6 · 0.1 · 0.9) = 1,500; 5 / 1000; 5 · sqrt(2) / 1000.
    for (const count of counts) expect(count).to.be.closeTo(100_000, 1500);
    expect(sum / 1e6).to.be.closeTo(0, 0.005);
    expect(squares / 1e6).to.be.closeTo(1, 0.0071);
  });
});
