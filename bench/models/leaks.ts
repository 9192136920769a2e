import { findLabelLeaks } from "../../src/domain/dataChecks/labelLeakage.js";
import { MODELS } from "../../src/domain/models.js";
import type { Examples } from "../../src/learning/examples.js";
import { realExamples } from "../support/realExamples.js";
import type { Target } from "../support/targets.js";

/** With fewer rows the check finds nothing. */
const MINIMUM_ROWS = 100;

/** Measures the check for label leakage on real tenants: as they are, and with a planted column. */
export async function leaks(database: string, tenants: readonly number[]): Promise<Target[]> {
  const honest: string[] = [];
  const planted: boolean[] = [];
  for await (const { tenant, model, examples } of realExamples(database, tenants)) {
    if (examples.count < MINIMUM_ROWS) continue;
    const found = findLabelLeaks(model, examples).map(({ column }) => column);
    const names = findLabelLeaks(model, withPlanted(MODELS[model].task, examples)).map(({ column }) => column);
    honest.push(...found);
    planted.push(names.length === 1 && names[0] === "planted");
    console.log(JSON.stringify({ table: "leaks", tenant, model, rows: examples.count, found, planted: names }));
  }
  const share = planted.filter(Boolean).length / planted.length;
  return [
    { name: "columns of real tenants taken for leaks", figure: honest.length, target: "0", met: honest.length === 0 },
    {
      name: `share of ${String(planted.length)} planted columns that are found, and they alone`,
      figure: share,
      target: "1",
      met: share === 1,
    },
  ];
}

/** Returns a category that is computed from the label: its quintile, or whether it is rework. */
function withPlanted(task: "regression" | "classification", examples: Examples): Examples {
  const { labels, categories } = examples;
  const sorted = labels.toSorted();
  const limits =
    task === "regression" ? [0.2, 0.4, 0.6, 0.8].map((share) => sorted[Math.floor(share * sorted.length)]) : [0];
  const codes = Int32Array.from(labels, (label) => limits.filter((limit = Infinity) => label > limit).length);
  const names = Array.from({ length: limits.length + 1 }, (_, i) => String(i));
  return { ...examples, categories: { ...categories, planted: { codes, names } } };
}
