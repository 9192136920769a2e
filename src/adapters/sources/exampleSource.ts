import { monthStarts } from "../../domain/dataChecks/labelCoverage.js";
import type { ExampleRead } from "../../domain/examples/exampleRead.js";
import { MODELS, type ModelName } from "../../domain/models.js";
import type { Settings } from "../../domain/settings.js";
import type { Clock } from "../../usecases/ports/clock.js";
import type { ExampleSource, LabelWindow, PredictionWindow } from "../../usecases/ports/tenant/exampleSource.js";
import type { TenantScope } from "../database/scope/tenantScope.js";
import { collectExamples, drop } from "./collectExamples.js";
import { collectToPredict } from "./collectToPredict.js";
import { withHashedPeople } from "../tenantHashes/hashedPeople.js";
import { countByMonth, countLabels, selectNewestRows, selectRows } from "./sourceQueries.js";
import { selectNewestOpenRows, selectOpenRows, selectRowsWithKeys } from "./predictionQueries.js";
import { findSourceRelation, withoutTexts, type SourceRelation } from "./sourceRelation.js";

type Query = ReturnType<TenantScope["from"]>;

/** What the source needs of the settings. */
export type SourceSettings = Pick<Settings, "relations" | "maxTrainingRows" | "readableNames">;

/**
 * A window that ends longer ago than this is one of `--as-of`, in which what comes later is not seen at all; no run
 * takes as long between reading the clock and reading the rows.
 */
const LONGEST_RUN = 86_400_000;

/** Months of creation whose coverage is reported. */
const COVERED_MONTHS = 6;

/** What the source knows of the world: reading of examples is broken off once the signal is given. */
export interface SourceWorld extends Clock {
  readonly signal?: AbortSignal;
}

/** Reads a tenant's examples from the platform's relations, each model's in one read-only snapshot. */
export function exampleSource(scope: TenantScope, settings: SourceSettings, world: SourceWorld): ExampleSource {
  const withoutNames = (read: ExampleRead): ExampleRead =>
    settings.readableNames ? read : { ...read, examples: withHashedPeople(read.examples, scope.tenant) };
  return {
    read: async (model, window) =>
      withoutNames(
        await scope.snapshot((snapshot) =>
          readExamples(snapshot, settings, model, window, { now: world.now(), signal: world.signal }),
        ),
      ),
    readToPredict: (model, window) =>
      scope.snapshot(async (snapshot) => {
        const relation = await findSourceRelation(snapshot, settings.relations, model, MODELS[model].relation);
        const until = Math.min(window.until, world.now());
        const read = await readToPredict(snapshot, relation, model, { ...window, until }, settings.maxTrainingRows);
        return withoutNames(read);
      }),
    coverage: (model, until) =>
      scope.snapshot(async (snapshot) => {
        const relation = await findSourceRelation(snapshot, settings.relations, model, MODELS[model].relation);
        return countByMonth(snapshot, relation, monthStarts(until, COVERED_MONTHS), until);
      }),
  };
}

async function readExamples(
  scope: TenantScope,
  settings: SourceSettings,
  model: ModelName,
  window: LabelWindow,
  { now, signal }: { readonly now: number; readonly signal: AbortSignal | undefined },
): Promise<ExampleRead> {
  const relation = await findSourceRelation(scope, settings.relations, model, MODELS[model].relation);
  const times = { after: window.after, until: Math.min(window.until, now) };
  const { known, unlabelled, later, unreadable } = await countLabels(scope, relation, times, now);
  const { newest: maximum = Infinity, withText } = window;
  const { maxTrainingRows } = settings;
  const selected = window.historyOnly === true ? withoutTexts(relation, model) : relation;
  const query =
    known > Math.min(maximum, maxTrainingRows)
      ? selectNewestRows(scope, selected, times, maxTrainingRows)
      : selectRows(scope, selected, times);
  const labelTime = relation.labelTime.column;
  const read = await collectExamples(scope.stream(query), { model, withText, labelTime, times, maximum, signal });
  const inFuture = now - window.until > LONGEST_RUN ? 0 : later;
  const untimed = window.after === undefined ? unreadable : 0; // not known to be new
  let dropped = drop(read.dropped, "no-label", unlabelled);
  dropped = drop(dropped, "label-in-future", inFuture);
  dropped = drop(dropped, "no-label-time", untimed);
  return {
    examples: read.examples,
    rows: read.rows + unlabelled + inFuture + untimed,
    dropped,
    missingColumns: relation.missing,
    truncated: read.enough || known > maxTrainingRows,
  };
}

async function readToPredict(
  scope: TenantScope,
  relation: SourceRelation,
  model: ModelName,
  window: PredictionWindow,
  maximum: number,
): Promise<ExampleRead> {
  const { keys, until } = window;
  const collect = (queries: readonly Query[]) =>
    collectToPredict(
      queries.map((query) => scope.stream(query)),
      model,
      window,
      maximum,
    );
  let read = await collect(
    keys === undefined ? [selectOpenRows(scope, relation, until)] : selectRowsWithKeys(scope, relation, keys),
  );
  const truncated = read.enough;
  // Which are the newest is asked only where there are too many: it has the database sort them.
  if (truncated && keys === undefined) read = await collect([selectNewestOpenRows(scope, relation, until, maximum)]);
  const { examples, rows, dropped } = read;
  return { examples, rows, dropped, missingColumns: relation.missing, truncated };
}
