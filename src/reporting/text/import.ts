import type { RefusedRow, RowProblem } from "../../domain/importing/rows.js";
import type { FileReport, ImportResult } from "../../usecases/results/importResult.js";
import { count, counted, measured } from "../format/numbers.js";
import type { Page } from "../format/page.js";
import { printable } from "../format/words.js";

const PROBLEM_WORDS: Readonly<Record<RowProblem, string>> = {
  "too-long": "is too long",
  "holds-nul": "holds a NUL character",
  "empty-key": "is empty, and is part of the key",
  "not-a-number": "is not a number",
  "not-a-whole-number": "is not a whole number",
  "not-a-time": "is not a time",
  "not-a-boolean": "is neither true nor false",
  "cell-count": "has another number of cells than the header",
  "not-a-tenant": "is not a tenant id",
  "other-tenant": "is another tenant's",
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
            "Nothing was imported: rows were refused. Mend them, or keep the good ones with --skip-bad-rows.",
          ),
          0,
        ),
  ];
  return `${lines.join("\n")}\n`;
}

function notes(report: FileReport, page: Page): string[] {
  const { relation, refused, refusedRows, repeatedKeys, ignoredColumns } = report;
  const unseen = refused - refusedRows.length;
  return [
    ...(ignoredColumns.length === 0
      ? []
      : [page.wrap(`${relation}: columns that were not used: ${ignoredColumns.map(printable).join(", ")}`)]),
    ...(repeatedKeys === 0
      ? []
      : [
          page.wrap(
            `${relation}: ${counted(repeatedKeys, "row")} with a key seen before in the file; the last one counts`,
          ),
        ]),
    ...refusedRows.map((row) => page.wrap(`${relation}: ${refusedText(row)}`)),
    ...(unseen > 0 ? [`${relation}: and ${counted(unseen, "more refused row")}`] : []),
  ];
}

function refusedText({ line, problem, column, seen }: RefusedRow): string {
  const what = seen === undefined ? "" : ` (${printable(seen)})`;
  return `line ${line}: ${column === undefined ? "the row" : `${printable(column)}${what}`} ${PROBLEM_WORDS[problem]}`;
}
