import { MODELS, type ModelName } from "../../domain/models.js";
import type { ReplayResult } from "../../usecases/results/replayResult.js";
import { measured } from "../format/numbers.js";
import { seriesOf, type Series } from "../format/replaySeries.js";
import { modelsOf } from "../text/parts/tenants.js";
import { dayOf } from "../format/times.js";
import { printable } from "../format/words.js";

const WIDTH = 800;
const HEIGHT = 260;
/** Room around the lines of one model. */
const ROOM = { left: 70, right: 20, top: 40, bottom: 50 } as const;
/** Of the reference, then of each policy: the colours of Okabe and Ito, which colour-blind people can tell apart. */
const COLOURS = ["#999999", "#d55e00", "#0072b2", "#009e73", "#cc79a7", "#e69f00"];

/** The course of each policy as an SVG image: a plot per model, one below the other. */
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
  const x = scale(extent(points.map(([time]) => time)), ROOM.left, WIDTH - ROOM.right);
  const y = scale(extent(points.map(([, loss]) => loss)), HEIGHT - ROOM.bottom, ROOM.top);
  const loss = MODELS[model].task === "regression" ? "mean absolute error" : "Brier loss";
  const [left, right] = [ROOM.left, WIDTH - ROOM.right];
  const [upper, lower] = [ROOM.top, HEIGHT - ROOM.bottom];
  return [
    `<g transform="translate(0 ${top})">`,
    `<text x="${left}" y="20">${model}: ${loss} so far</text>`,
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

/** From a range of values to one of pixels; where there is a single value, to its beginning. */
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
