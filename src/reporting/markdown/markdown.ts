import { printable } from "../format/words.js";

/**
 * Text from files, databases and people as plain text within a line of Markdown: no markup, HTML or end of a cell begins
 * in it.
 */
export function plain(text: string): string {
  return printable(text).replace(/[\\`*[\]<>|~&$]|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, "\\$&");
}

/**
 * A table, padded so that it reads well as it is too. Cells are Markdown: what comes from elsewhere must be {@link plain}.
 */
export function table(headings: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = headings.map((heading, column) =>
    rows.reduce((width, row) => Math.max(width, lengthOf(row[column] ?? "")), Math.max(3, lengthOf(heading))),
  );
  const line = (cells: readonly string[]): string =>
    `| ${widths.map((width, i) => (cells[i] ?? "") + " ".repeat(width - lengthOf(cells[i] ?? ""))).join(" | ")} |`;
  return [line(headings), line(widths.map((width) => "-".repeat(width))), ...rows.map(line)].join("\n");
}

export function list(items: readonly string[]): string {
  return items.map((item) => `- ${item}`).join("\n");
}

function lengthOf(text: string): number {
  return Array.from(text).length;
}
