import type { RefusedRow, RowProblem } from "../../domain/importing/rows.js";
import type { FileReport, ImportResult } from "../../usecases/results/importResult.js";
import { count, counted, measured } from "../format/numbers.js";
import type { Page } from "../format/page.js";
import { printable } from "../format/words.js";

const PROBLEM_WORDS: Readonly<Record<RowProblem, string>> = {
  "too-long": "is too long",
  "holds-nul": "contains a NUL character",
  "empty-key": "is empty, but part of the key",
  "not-a-number": "is not a number",
  "not-a-whole-number": "is not a whole number",
  "not-a-time": "is not a time",
  "not-a-boolean": "is neither true nor false",
  "cell-count": "and the header have a different number of cells",
  "not-a-tenant": "is not a tenant id",
  "other-tenant": "belongs to another tenant",
};

export function importText({ outcome, files, tenantsAdded, seconds }: ImportResult, page: Page): string {
  const lines = [
    page.table(
      ["relation", "rows", "added", "changed", "refused", "file"],
      files.map(({ relation, rows, added, changed, refused, file }) => [
        relation,
        ...[rows, added, changed, refused].map(count),
        printable(file),
      ]),
    ),
    ...files.flatMap((file) => notes(file, page)),
    ...(tenantsAdded.length === 0 ? [] : [page.wrap(`tenants added: ${tenantsAdded.join(", ")}`)]),
    outcome === "imported"
      ? page.colour.green(`Imported in ${measured(seconds)} seconds.`)
      : page.wrap(
          page.colour.red(
            "Nothing was imported, because rows were refused. Fix them, or import the other rows with --skip-bad-rows.",
          ),
          0,
        ),
  ];
  return `${lines.join("\n")}\n`;
}

function notes(report: FileReport, page: Page): string[] {
  const { relation, refused, refusedRows, repeatedKeys, ignoredColumns } = report;
  const notShown = refused - refusedRows.length;
  return [
    ...(ignoredColumns.length === 0
      ? []
      : [page.wrap(`${relation}: ignored columns: ${ignoredColumns.map(printable).join(", ")}`)]),
    ...(repeatedKeys === 0
      ? []
      : [
          page.wrap(
            `${relation}: ${counted(repeatedKeys, "row")} with a repeated key; the last row of each key is used`,
          ),
        ]),
    ...refusedRows.map((row) => page.wrap(`${relation}: ${refusedText(row)}`)),
    ...(notShown > 0 ? [`${relation}: ${counted(notShown, "more refused row")}`] : []),
  ];
}

function refusedText({ line, problem, column, seen }: RefusedRow): string {
  const value = seen === undefined ? "" : ` (${printable(seen)})`;
  return `line ${line}: ${column === undefined ? "the row" : `${printable(column)}${value}`} ${PROBLEM_WORDS[problem]}`;
}
