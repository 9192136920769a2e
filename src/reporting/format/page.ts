import { stripVTControlCharacters } from "node:util";
import { Chalk, type ChalkInstance } from "chalk";
import Table from "cli-table3";

/** The target of a text: a terminal, or a file or pipe that other programs read. */
export interface Page {
  /** Width in columns. */
  readonly width: number;
  /** True if the output is a terminal. */
  readonly terminal: boolean;
  /** Adds colours, or nothing if colours are off. */
  readonly colour: ChalkInstance;
  /** Returns a table: with rules on a terminal, otherwise in aligned columns. Has no line break at its end. */
  readonly table: (headings: readonly string[], rows: readonly (readonly string[])[]) => string;
  /** Wraps text to the width. Indents all lines but the first by `indent` more blanks. */
  readonly wrap: (text: string, indent?: number) => string;
}

export interface PageOptions {
  readonly terminal: boolean;
  readonly colourLevel: 0 | 1 | 2 | 3;
  /** Width in columns. Absent, or 0 as some terminals report: 100. */
  readonly columns?: number | undefined;
}

const DEFAULT_WIDTH = 100;
const MINIMUM_WIDTH = 40;
const GAP = "  ";

export function createPage({ terminal, colourLevel, columns = DEFAULT_WIDTH }: PageOptions): Page {
  const colour = new Chalk({ level: colourLevel });
  const width = columns > 0 ? Math.max(MINIMUM_WIDTH, Math.min(columns, DEFAULT_WIDTH)) : DEFAULT_WIDTH;
  return {
    width,
    terminal,
    colour,
    table: (headings, rows) => (terminal ? ruledTable(headings, rows, colour) : plainTable(headings, rows)),
    wrap: (text, indent = 2) => wrap(text, width, indent),
  };
}

/** Draws horizontal rules only, so that the table fits into 100 columns. */
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

/** Returns the number of visible characters. */
function lengthOf(text: string): number {
  return Array.from(stripVTControlCharacters(text)).length;
}

/** Blanks to wrap at: not those inside an interval, `[0.35, 0.47]`, or before a per cent sign. */
const BETWEEN_WORDS = / +(?!%)(?![^[\]]*\])/;

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
