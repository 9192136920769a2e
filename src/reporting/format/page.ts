import { stripVTControlCharacters } from "node:util";
import { Chalk, type ChalkInstance } from "chalk";
import Table from "cli-table3";

/** What text is written on: a terminal, or a file or pipe that other programs read. */
export interface Page {
  /** Columns that fit. */
  readonly width: number;
  /** Whether people look at it as it is written. */
  readonly terminal: boolean;
  /** Does nothing where colours are not wanted. */
  readonly colour: ChalkInstance;
  /** A table with a line of headings; on a terminal with rules, else in aligned columns. Ends without a line break. */
  readonly table: (headings: readonly string[], rows: readonly (readonly string[])[]) => string;
  /** Text broken into lines that fit, all but the first indented by `indent` blanks more than it. */
  readonly wrap: (text: string, indent?: number) => string;
}

export interface PageOptions {
  readonly terminal: boolean;
  readonly colourLevel: 0 | 1 | 2 | 3;
  /** Columns that fit; absent, or 0 as some terminals have it: 100. */
  readonly columns?: number | undefined;
}

const USUAL_WIDTH = 100;
const NARROWEST = 40;
const GAP = "  ";

export function createPage({ terminal, colourLevel, columns = USUAL_WIDTH }: PageOptions): Page {
  const colour = new Chalk({ level: colourLevel });
  const width = columns > 0 ? Math.max(NARROWEST, Math.min(columns, USUAL_WIDTH)) : USUAL_WIDTH;
  return {
    width,
    terminal,
    colour,
    table: (headings, rows) => (terminal ? ruledTable(headings, rows, colour) : plainTable(headings, rows)),
    wrap: (text, indent = 2) => wrap(text, width, indent),
  };
}

/** Rules above, below and under the headings; none between columns, so that the table fits into 100 columns. */
function ruledTable(headings: readonly string[], rows: readonly (readonly string[])[], colour: ChalkInstance): string {
  const rule = "─";
  const table = new Table({
    head: headings.map((heading) => colour.bold(heading)),
    chars: {
      ...{ top: rule, "top-mid": "──", "top-left": "", "top-right": "" },
      ...{ bottom: rule, "bottom-mid": "──", "bottom-left": "", "bottom-right": "" },
      ...{ left: "", right: "", middle: GAP, mid: rule, "mid-mid": "──", "left-mid": "", "right-mid": "" },
    },
    style: { "padding-left": 0, "padding-right": 0, head: [], border: [], compact: true },
  });
  table.push(...rows.map((row) => [...row]));
  return table.toString();
}

function plainTable(headings: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = [headings, ...rows];
  const widths = headings.map((_, column) =>
    lines.reduce((width, line) => Math.max(width, lengthOf(line[column] ?? "")), 0),
  );
  return lines
    .map((line) => line.map((cell, column) => cell + " ".repeat((widths[column] ?? 0) - lengthOf(cell))))
    .map((cells) => cells.join(GAP).trimEnd())
    .join("\n");
}

/** Characters that are seen. */
function lengthOf(text: string): number {
  return Array.from(stripVTControlCharacters(text)).length;
}

/** An interval, `[0.35, 0.47]`, is not broken. */
const BETWEEN_WORDS = / +(?![^[\]]*\])/;

function wrap(text: string, width: number, indent: number): string {
  const lead = /^ */.exec(text)?.[0] ?? "";
  const lines: string[] = [];
  let line = lead;
  for (const word of text.trim().split(BETWEEN_WORDS)) {
    const isFirst = line.trim() === "";
    if (!isFirst && lengthOf(line) + 1 + lengthOf(word) > width) {
      lines.push(line);
      line = lead + " ".repeat(indent) + word;
    } else {
      line += isFirst ? word : ` ${word}`;
    }
  }
  return [...lines, line].join("\n");
}
