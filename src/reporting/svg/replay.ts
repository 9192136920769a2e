import { MODELS, type ModelName } from "../../domain/models.js";
import type { ReplayResult } from "../../usecases/results/replayResult.js";
import { measured } from "../format/numbers.js";
import { seriesOf, type Series } from "../format/replaySeries.js";
import { modelsOf } from "../text/parts/tenants.js";
import { dayOf } from "../format/times.js";
import { printable } from "../format/words.js";

const WIDTH = 800;
const HEIGHT = 260;
/** Margins of a plot, in pixels. */
const MARGIN = { left: 70, right: 20, top: 40, bottom: 50 } as const;
/** Colours of the reference and the policies: the palette of Okabe and Ito, which colour-blind people can distinguish. */
const COLOURS = ["#999999", "#d55e00", "#0072b2", "#009e73", "#cc79a7", "#e69f00"];

/** Returns the running loss of each policy as an SVG image, with one plot per model. */
export function replaySvg({ tenant, models, everyDays }: ReplayResult): string {
  const plots = modelsOf(models).flatMap(([model, outcome]) => {
    const series = outcome.outcome === "replayed" ? seriesOf(outcome, everyDays) : [];
    return series.length === 0 ? [] : [{ model, series }];
  });
  const height = Math.max(1, plots.length) * HEIGHT;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" font-family="sans-serif" font-size="12">`,
    `<title>Replay of tenant ${tenant}</title>`,
    `<rect width="${WIDTH}" height="${height}" fill="white"/>`,
    ...plots.map(({ model, series }, i) => plotOf(model, series, i * HEIGHT)),
    "</svg>\n",
  ].join("\n");
}

function plotOf(model: ModelName, series: readonly Series[], top: number): string {
  const points = series.flatMap((line) => line.points);
  const x = scale(extent(points.map(([time]) => time)), MARGIN.left, WIDTH - MARGIN.right);
  const y = scale(extent(points.map(([, loss]) => loss)), HEIGHT - MARGIN.bottom, MARGIN.top);
  const loss = MODELS[model].task === "regression" ? "mean absolute error" : "Brier loss";
  const [left, right] = [MARGIN.left, WIDTH - MARGIN.right];
  const [upper, lower] = [MARGIN.top, HEIGHT - MARGIN.bottom];
  return [
    `<g transform="translate(0 ${top})">`,
    `<text x="${left}" y="20">${model}: running ${loss}</text>`,
    `<path d="M${left} ${upper}V${lower}H${right}" fill="none" stroke="black"/>`,
    `<text x="${left - 8}" y="${upper + 4}" text-anchor="end">${measured(y.range[1])}</text>`,
    `<text x="${left - 8}" y="${lower + 4}" text-anchor="end">${measured(y.range[0])}</text>`,
    `<text x="${left}" y="${lower + 18}">${dayOf(x.range[0])}</text>`,
    `<text x="${right}" y="${lower + 18}" text-anchor="end">${dayOf(x.range[1])}</text>`,
    ...series.map(({ points: line }, i) =>
      polyline(
        line.map(([time, at]) => [x.at(time), y.at(at)]),
        colourOf(i),
      ),
    ),
    ...series.map(
      ({ name }, i) => `<text x="${left + 150 * i}" y="${HEIGHT - 12}" fill="${colourOf(i)}">${escaped(name)}</text>`,
    ),
    "</g>",
  ].join("\n");
}

function polyline(points: readonly (readonly number[])[], colour: string): string {
  const drawn = points.map((point) => point.map((value) => value.toFixed(1)).join(",")).join(" ");
  return `<polyline points="${drawn}" fill="none" stroke="${colour}" stroke-width="1.5"/>`;
}

function extent(values: readonly number[]): [number, number] {
  return [values.reduce((a, b) => Math.min(a, b), Infinity), values.reduce((a, b) => Math.max(a, b), -Infinity)];
}

/** Returns a map from values to pixels. Maps a single value to `from`. */
function scale(range: readonly [number, number], from: number, to: number) {
  const span = range[1] - range[0];
  return {
    range,
    at: (value: number): number => (span === 0 ? from : from + ((value - range[0]) / span) * (to - from)),
  };
}

function colourOf(line: number): string {
  return COLOURS[line % COLOURS.length] ?? "black";
}

function escaped(text: string): string {
  return printable(text).replace(/&/g, "&amp;").replace(/</g, "&lt;");
}
