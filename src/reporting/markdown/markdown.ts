import { printable } from "../format/words.js";

/**
 * Escapes text from files, databases and people for a line of Markdown, so that it cannot start markup or HTML, or end a
 * table cell.
 */
export function plain(text: string): string {
  return printable(text).replace(/[\\`*[\]<>|~&$]|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, "\\$&");
}

/**
 * Returns a table, padded so that the source is readable too. Cells are Markdown: escape foreign text with {@link plain}.
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
