import type { Page } from "../../reporting/format/page.js";
import type { Dependencies } from "../dependencies/dependencies.js";
import { valueIn, type Environment } from "../options/environment.js";
import type { OutputOptions } from "../options/options.js";

/** A result as a JSON document and as text. Only the requested one is built. */
export interface Report {
  document(): Promise<object>;
  text(page: Page): Promise<string>;
}

/** Prints a result: one JSON document with --json, otherwise text. */
export async function print(report: Report, options: OutputOptions, dependencies: Dependencies): Promise<void> {
  const text =
    options.json === true ? toJson(await report.document()) : await report.text(await page(options, dependencies));
  await dependencies.write(text);
}

export function toJson(document: object): string {
  return `${JSON.stringify(document, undefined, 2)}\n`;
}

/** Returns the width and colours of stdout. */
export async function page({ color }: OutputOptions, { terminal, columns, environment }: Dependencies): Promise<Page> {
  const { createPage } = await import("../../reporting/format/page.js");
  return createPage({
    terminal: terminal.output,
    colourLevel: color ? colourLevel(environment, terminal.output) : 0,
    columns: terminal.output ? columns : undefined,
  });
}

/** Returns the level of colours. As in chalk and Node.js, FORCE_COLOR wins over NO_COLOR, and both over the terminal. */
export function colourLevel(environment: Environment, terminal: boolean): 0 | 1 | 2 | 3 {
  const forced = environment["FORCE_COLOR"];
  if (forced !== undefined) {
    if (forced === "0" || forced === "false") return 0;
    return forced === "2" ? 2 : forced === "3" ? 3 : 1;
  }
  if (valueIn(environment, "NO_COLOR") !== undefined || environment["TERM"] === "dumb") return 0;
  return terminal ? 1 : 0;
}
