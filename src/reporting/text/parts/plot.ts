import plot from "simple-ascii-chart";
import { measured } from "../../format/numbers.js";
import type { Page } from "../../format/page.js";
import type { Series } from "../../format/replaySeries.js";
import { dayOf } from "../../format/times.js";
import { printable } from "../../format/words.js";

/** Symbols of the reference and the policies. They differ in shape, because colours may be off. */
const SYMBOLS = [".", "o", "x", "+", "*", "#"];
const HEIGHT = 12;
/** Columns for the numbers on the left and the arrow on the right. */
const FRAME_COLUMNS = 14;
const MAXIMUM_WIDTH = 60;

/** Draws each line in characters. Where lines meet, the later one is on top. */
export function plotText(series: readonly Series[], page: Page): string {
  const lines = series.map(({ points }) => points.map(([time, loss]): [number, number] => [time, loss]));
  const times = lines.flatMap((line) => line.map(([time]) => time)).sort((a, b) => a - b);
  const [first = NaN, last = NaN] = [times[0], times.at(-1)];
  let line = -1;
  const drawn = plot(lines, {
    width: Math.min(MAXIMUM_WIDTH, page.width - FRAME_COLUMNS),
    height: HEIGHT,
    customXAxisTicks: first === last ? [first] : [first, last],
    formatter: (value, { axis }) => (axis === "x" ? dayOf(value) : measured(value)),
    lineFormatter: ({ plotX, plotY, index }) => {
      if (index === 0) line++; // the library draws one line after the other
      return { x: plotX, y: plotY, symbol: symbolOf(line, page) };
    },
  });
  const legend = series.map(({ name }, i) => `${symbolOf(i, page)} ${printable(name)}`).join("   ");
  const rows = drawn.split("\n").map((row) => row.trimEnd());
  return [...rows.filter((row) => row !== ""), page.wrap(legend)].join("\n");
}

function symbolOf(line: number, { colour }: Page): string {
  const paints = [colour.gray, colour.red, colour.blue, colour.green, colour.magenta, colour.yellow];
  return paints[line % paints.length]?.(SYMBOLS[line % SYMBOLS.length]) ?? "?";
}
