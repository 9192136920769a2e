import { expect } from "chai";
import { createPage } from "../../../src/reporting/format/page.js";
import { seriesOf } from "../../../src/reporting/format/replaySeries.js";
import { replaySvg } from "../../../src/reporting/svg/replay.js";
import { plotText } from "../../../src/reporting/text/parts/plot.js";
import { replayText } from "../../../src/reporting/text/replay.js";
import { modelReplay, replayResult } from "../../cli/results/replay.js";

const page = createPage({ terminal: false, colourLevel: 0 });
const DAY = 86_400_000;
const START = Date.UTC(2026, 0, 1);

/** Returns a line of twenty points from one loss to another. */
const series = (name: string, from: number, to: number) => ({
  name,
  points: Array.from({ length: 20 }, (_, i): [number, number] => [START + i * DAY, from + ((to - from) * i) / 19]),
});

describe("the text of a replay", () => {
  const lines = replayText(replayResult, page).split("\n");

  it("shows each policy's trainings, promotions, losses, regret and time, and those of daily retraining", () => {
    expect(lines.slice(0, 10)).to.deep.equal([
      "Tenant 7, 2025-08-05 to 2026-06-01, checked daily",
      "",
      "story_points: 1,234 labels, 300 dates",
      "policy          trainings  promotions  rows  loss  common loss  regret  seconds",
      "classic         3          2           812   1.42  1.40         0.020   12.3",
      "guarded         0          1           812   1.42  1.40         0.030   12.3",
      "strict<&>.json  3          2           812   –     –            –       12.3",
      "daily           290        290         –     1.41  1.38         –       99.5",
      "loss: mean absolute error of the deployed versions; common loss: over the 780 rows for which every",
      "policy had a version; regret: common loss minus that of retraining daily",
    ]);
  });

  it("names the reference after its step, and the loss after the model's task", () => {
    const text = replayText(
      { ...replayResult, everyDays: 7, models: { rework_risk: { outcome: "replayed", ...modelReplay } } },
      page,
    );
    expect(text).to.match(/^every 7 days +290/m);
    expect(text).to.match(/loss: Brier loss of the deployed versions/);
  });

  it("shows a model that failed, and one without labels, without a plot", () => {
    const text = lines.join("\n");
    expect(text).to.match(/lead_time: failed \(exit code 73\)/);
    expect(text).to.match(/rework_risk: 0 labels, 0 dates\n$/);
    expect(replayText({ ...replayResult, from: undefined, models: {} }, page)).to.equal(
      "Tenant 7, there is no label to replay, checked daily\n",
    );
  });
});

describe("the plot of a replay", () => {
  const rowsOf = (text: string): string[] => text.split("\n");

  it("draws each line with its own symbol and slope, within the width of the page", () => {
    const rows = rowsOf(plotText([series("daily", 3, 1), series("classic", 1, 3)], page));
    const firstRowWith = (symbol: string): number => rows.findIndex((row) => row.includes(symbol));
    const top = rows[firstRowWith("o")] ?? "";
    expect(top.indexOf("o")).to.be.greaterThan(top.indexOf("."));
    expect(rows.at(-1)).to.equal(". daily o classic");
    expect(rows.at(-2)).to.match(/^2026-01-01 +2026-01-20$/);
    expect(Math.max(...rows.map((row) => row.length))).to.be.within(60, 80);
    const narrow = rowsOf(
      plotText([series("daily", 3, 1)], createPage({ terminal: true, colourLevel: 0, columns: 50 })),
    );
    expect(Math.max(...narrow.map((row) => row.length))).to.be.within(30, 50);
  });

  it("draws a single point, and a horizontal line", () => {
    const point = { name: "daily", points: [[START, 2]] as const };
    expect(plotText([point], page)).to.match(/2\.00┤\.$/m);
    expect(plotText([series("daily", 2, 2)], page)).to.match(/2\.00┤(\. *){20}$/m);
  });

  it("leaves out times before the first loss, and policies without a deployed version", () => {
    const [daily, classic, guarded, ...rest] = seriesOf(modelReplay, 1);
    expect([daily?.name, classic?.name, guarded?.name, rest.length]).to.deep.equal(["daily", "classic", "guarded", 0]);
    expect(daily?.points).to.have.lengthOf(59);
  });
});

describe("the image of a replay", () => {
  it("draws a labelled line per policy of each model", () => {
    const svg = replaySvg(replayResult);
    expect(svg.match(/<polyline /g)).to.have.lengthOf(3);
    expect(svg).to.match(/^<svg [^>]*viewBox="0 0 800 260"/);
    for (const text of ["story_points: running mean absolute error", ">daily<", ">guarded<"])
      expect(svg).to.include(text);
    expect(svg).to.not.match(/NaN|Infinity|undefined/);
  });

  it("escapes the names of files", () => {
    const models = {
      story_points: {
        outcome: "replayed",
        ...modelReplay,
        policies: [{ ...modelReplay.policies[0]!, policy: "a<&>.json" }],
      },
    } as const;
    expect(replaySvg({ ...replayResult, models })).to.include(">a&lt;&amp;>.json<");
  });

  it("is an empty image if there is nothing to draw", () => {
    expect(replaySvg({ ...replayResult, models: {} }))
      .to.match(/^<svg [^]*<\/svg>\n$/)
      .and.not.include("<polyline");
  });
});
