import type { Artefact } from "../artefact.js";
import { assessClassic } from "../retraining/assessClassic.js";
import { assessGuarded } from "../retraining/assessGuarded.js";
import type { Assessment, ModelFacts, PerformanceStatus } from "../retraining/assessment.js";
import { attemptHistory, type Attempt, type AttemptOutcome } from "../retraining/attempts.js";
import { MODELS } from "../models.js";
import { testPerformance, headlineStatistic, mixOf, rowsForNextTest } from "../retraining/performance.js";
import { statusAfter, type EarlierTest } from "../retraining/performanceStatus.js";
import { isMature, scoredRows, type ScoredRows, type VersionEvidence } from "../scoring/scoredRows.js";
import type { Policy, ThresholdSettings } from "../settings.js";
import { rowRange } from "../../learning/resampling/timeSplits.js";
import type { History } from "./history.js";
import type { ReplayedTraining } from "./record.js";
import type { TrainedThen, Trainer } from "./trainer.js";

const DAY = 86_400_000;

/** How one of the replayed policies decides. */
export interface ReplayedPolicy {
  readonly name: string;
  readonly policy: Policy;
  readonly thresholds: ThresholdSettings;
  readonly maturityDays: number | undefined;
  readonly seed: number;
}

/** A version of the replay, and from when on it served. */
export interface Served {
  readonly from: number;
  readonly artefact: Artefact;
}

interface ReplayedChampion extends Served {
  readonly version: number;
  /** Rows of the history that it was trained on: all before this. */
  readonly end: number;
  readonly watermark: number;
  readonly evidence: VersionEvidence;
}

/** One policy on its way through a history: asked on each date, it remembers what it did, as the database would. */
export class PolicyRun {
  readonly trainings: ReplayedTraining[] = [];
  readonly deployed: Served[] = [];
  seconds = 0;
  #champion: ReplayedChampion | undefined;
  #attempts: Attempt[] = [];
  #asked: EarlierTest | undefined;

  constructor(
    readonly policy: ReplayedPolicy,
    private readonly history: History,
    private readonly trainer: Trainer,
  ) {}

  /** Assesses as of a date, and trains if that is asked for. */
  step(at: number): void {
    const end = this.history.countAt(at);
    const decide = this.policy.policy === "classic" ? assessClassic : assessGuarded;
    const assessment = decide(this.#facts(at, end), this.policy.thresholds);
    if (assessment.decision === "retrain") this.#train(at, end, assessment);
  }

  #train(at: number, end: number, assessment: Assessment): void {
    const isGuarded = this.policy.policy === "guarded";
    const fingerprint = String(end);
    const isSame = fingerprint === this.#attempts[0]?.fingerprint;
    if (isGuarded && isSame && this.#attempts[0]?.outcome !== "data-refused") {
      this.#attempted(at, end, assessment, "unchanged");
      return;
    }
    const degraded = assessment.reasons.some(({ trigger }) => trigger === "performance");
    const trained = this.#trainedThen(end, isGuarded ? this.#champion : undefined, degraded);
    if (trained.outcome === "too-little-data" || trained.outcome === "data-refused") {
      if (!isSame) this.#attempted(at, end, assessment, "data-refused");
      return;
    }
    this.seconds += trained.seconds;
    const triggers = assessment.reasons.map(({ trigger }) => trigger);
    const outcome = this.#settle(at, end, trained);
    this.#attempted(at, end, assessment, outcome);
    const promoted = outcome === "promoted" && this.#champion;
    const { version, artefact } = promoted ? promoted : { version: undefined, artefact: undefined };
    this.trainings.push({
      at,
      triggers,
      outcome,
      ...(version === undefined ? {} : { version, learner: artefact.learner.name }),
    });
  }

  #trainedThen(end: number, champion: ReplayedChampion | undefined, degraded: boolean): TrainedThen {
    if (champion === undefined) return this.trainer.alone(end);
    const { artefact, watermark } = champion;
    return this.trainer.against(end, { artefact, watermark, knows: () => false }, degraded);
  }

  #settle(at: number, end: number, trained: TrainedThen): AttemptOutcome {
    if (trained.outcome !== "trained") return "failed";
    const { training, decision } = trained.challenge;
    const { artefact, evidence } = training;
    const isEqual = JSON.stringify(artefact) === JSON.stringify(this.#champion?.artefact);
    if (decision !== undefined && isEqual) return "unchanged";
    if (decision?.verdict === "refuse") return "refused";
    const watermark = this.history.whole.examples.labelKnownAt[end - 1] ?? -Infinity;
    const version = 1 + (this.#champion?.version ?? 0);
    this.#champion = { from: at, artefact, evidence, end, watermark, version };
    this.#asked = undefined;
    this.deployed.push(this.#champion);
    return "promoted";
  }

  #attempted(at: number, end: number, assessment: Assessment, outcome: AttemptOutcome): void {
    const watermark = this.history.whole.examples.labelKnownAt[end - 1];
    const attempt: Attempt = {
      model: this.history.model,
      seq: this.#attempts.length + 1,
      attemptedAt: at,
      run: "replay",
      triggers: assessment.reasons.map(({ trigger }) => trigger),
      outcome,
      reason: undefined,
      fingerprint: String(end),
      watermark,
      rows: end,
    };
    this.#attempts = [attempt, ...this.#attempts];
  }

  #facts(at: number, end: number): ModelFacts {
    const { model } = this.history;
    const champion = this.#champion;
    const attempts = attemptHistory(this.#attempts);
    const metric = MODELS[model].headline;
    const nothing = { metric, rows: 0, value: undefined, baseline: undefined };
    const common = { model, asOf: at, attempts, manuallyDeployed: undefined };
    if (champion === undefined) {
      const untrained = { champion: undefined, ageDays: undefined, performance: undefined };
      return { ...common, ...untrained, newLabels: end, newLabelsSinceAttempt: end, score: nothing };
    }
    const isClassic = this.policy.policy === "classic";
    const newLabelsSinceAttempt = end - this.history.countAt(attempts.last?.watermark ?? champion.watermark);
    return {
      ...common,
      champion: {
        version: champion.version,
        name: `v${String(champion.version)}`,
        learner: champion.artefact.learner.name,
        trainedAt: champion.from,
        watermark: champion.watermark,
        rows: Math.min(champion.end, this.history.maxRows),
      },
      newLabels: end - champion.end,
      newLabelsSinceAttempt,
      score: isClassic ? { ...nothing, ...this.#score(champion, end) } : nothing,
      ageDays: (at - champion.from) / DAY,
      performance: isClassic ? undefined : this.#standing(champion, at, end),
    };
  }

  /** The point score on all fresh rows, which is all that the classic policy looks at. */
  #score({ artefact, end: known }: ReplayedChampion, end: number): { value: number | undefined } {
    if (end === known) return { value: undefined };
    const rows = scoredRows(artefact, this.history.whole, rowRange(known, end));
    const statistic = headlineStatistic(this.history.model, rows, artefact.decisionThreshold);
    const value = statistic(new Float64Array(end - known).fill(1));
    return { value: Number.isFinite(value) ? value : undefined };
  }

  /** Where the performance question stands; asked when it is due. */
  #standing(champion: ReplayedChampion, at: number, end: number): PerformanceStatus {
    const before = this.#asked?.sequentialTest;
    const rows = this.#freshRows(champion, at, end);
    const isDue = rows.length >= rowsForNextTest(before);
    const scored = isDue ? scoredRows(champion.artefact, this.history.whole, rows) : NOTHING;
    const { maturityDays, thresholds, seed } = this.policy;
    const { artefact, evidence: kept } = champion;
    const evidence = maturityDays === undefined ? kept : { ...kept, mix: undefined };
    const threshold = thresholds.minimumScore.value;
    const { model } = this.history;
    const question = { model, newRows: scored, evidence, threshold, before, seed };
    const { decisionThreshold } = artefact;
    const answer = isDue ? testPerformance({ ...question, decisionThreshold }) : undefined;
    const mix = answer?.mix ?? mixOf(evidence, scored);
    // The score itself decides nothing, so it is not computed on dates without an asking.
    const status = statusAfter(answer, this.#asked, { value: undefined, threshold, asOf: at, mix });
    if (status.testedNow && status.sequentialTest !== undefined)
      this.#asked = { sequentialTest: status.sequentialTest, at };
    return status;
  }

  #freshRows({ end: known, watermark }: ReplayedChampion, at: number, end: number): Int32Array {
    const { maturityDays } = this.policy;
    const rows = rowRange(known, end);
    if (maturityDays === undefined) return rows;
    const { predictedAt } = this.history.whole.examples;
    return rows.filter((row) => isMature(predictedAt[row] ?? NaN, { watermark, asOf: at, maturityDays }));
  }
}

const NOTHING: ScoredRows = {
  labels: new Float64Array(0),
  predictions: new Float64Array(0),
  delays: new Float64Array(0),
};
