import { MODEL_NAMES, type ModelName } from "../../../domain/models.js";
import type { Failure, TenantResult } from "../../../usecases/results/commandResult.js";
import { count, counted } from "../../format/numbers.js";
import type { Page } from "../../format/page.js";
import { minuteOf } from "../../format/times.js";
import { printable } from "../../format/words.js";

/** The texts for the outcomes of a command. */
export interface Wording<Outcome, Result extends TenantResult<Outcome>> {
  /** Returns the table and notes of one tenant, as lines. */
  details(tenant: Result, page: Page): string[];
  /** Returns the outcome of one model in a few words. */
  brief(outcome: Outcome): string;
  /** Returns a remark on the tenant itself, if any. */
  remark?(tenant: Result): string | undefined;
  /** Returns the word under which the outcome is counted. */
  counted(outcome: Outcome): string;
}

/** Returns a result in detail, or one line per tenant with a final count. */
export function tenantsText<Outcome extends object, Result extends TenantResult<Outcome>>(
  result: { readonly asOf: number; readonly tenants: readonly Result[] },
  inBrief: boolean,
  wording: Wording<Outcome, Result>,
  page: Page,
): string {
  const lines = inBrief
    ? [...result.tenants.map((tenant) => summaryLine(tenant, wording, page)), ...closingLines(result.tenants, wording)]
    : result.tenants.flatMap((tenant) => [
        page.colour.bold(`Tenant ${tenant.tenant}, as of ${minuteOf(result.asOf)} UTC`),
        "",
        ...(Object.keys(tenant.models).length === 0 ? [] : wording.details(tenant, page)),
        ...remarkLines(tenant, wording, page),
        ...errorLines(tenant, page),
      ]);
  return `${lines.join("\n")}\n`;
}

/** Returns the models of a result in the order of MODEL_NAMES. */
export function modelsOf<Outcome>(models: { readonly [model in ModelName]?: Outcome }): [ModelName, Outcome][] {
  return MODEL_NAMES.flatMap((model): [ModelName, Outcome][] => {
    const outcome = models[model];
    return outcome === undefined ? [] : [[model, outcome]];
  });
}

/** Returns the error of a failed model, with its hint. */
export function failureLines(model: string, { error, hint, exitCode }: Failure, page: Page): string[] {
  return [
    page.wrap(page.colour.red(`${model}: failed (exit code ${exitCode}): ${printable(error)}`)),
    ...(hint === undefined ? [] : [page.wrap(`  ${printable(hint)}`)]),
  ];
}

function remarkLines<Outcome, Result extends TenantResult<Outcome>>(
  tenant: Result,
  wording: Wording<Outcome, Result>,
  page: Page,
): string[] {
  const remark = wording.remark?.(tenant);
  return remark === undefined ? [] : ["", page.wrap(remark)];
}

function errorLines(tenant: TenantResult<unknown>, page: Page): string[] {
  if (tenant.error === undefined) return [];
  const { error, hint, exitCode } = tenant;
  return failureLines(
    `tenant ${tenant.tenant}`,
    { outcome: "failed", exitCode, error, ...(hint === undefined ? {} : { hint }) },
    page,
  );
}

/** Returns one line, however long, so that `grep` finds everything about a tenant. */
function summaryLine<Outcome, Result extends TenantResult<Outcome>>(
  tenant: Result,
  wording: Wording<Outcome, Result>,
  page: Page,
): string {
  const models = modelsOf(tenant.models).map(([model, outcome]) => `${model} ${wording.brief(outcome)}`);
  const error = tenant.error === undefined ? [] : [page.colour.red(`failed: ${printable(tenant.error)}`)];
  const remarks = [wording.remark?.(tenant) ?? []].flat();
  const code = tenant.exitCode === 0 ? "" : ` [exit code ${tenant.exitCode}]`;
  return `tenant ${tenant.tenant}: ${[...models, ...remarks, ...error].join("; ")}${code}`;
}

function closingLines<Outcome, Result extends TenantResult<Outcome>>(
  tenants: readonly Result[],
  wording: Wording<Outcome, Result>,
): string[] {
  const counts = new Map<string, number>();
  for (const { models } of tenants) {
    for (const [, outcome] of modelsOf(models)) {
      const word = wording.counted(outcome);
      counts.set(word, (counts.get(word) ?? 0) + 1);
    }
  }
  const ofModels = [...counts].map(([word, number]) => `${count(number)} ${word}`);
  const failed = tenants.filter(({ error }) => error !== undefined).length;
  return [
    [
      `${counted(tenants.length, "tenant")}.`,
      ofModels.length === 0 ? "Nothing done." : `Models: ${ofModels.join(", ")}.`,
      ...(failed === 0 ? [] : [`${counted(failed, "tenant")} failed.`]),
    ].join(" "),
  ];
}
