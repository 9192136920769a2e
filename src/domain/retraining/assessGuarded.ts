import {
  toAssessment,
  type Assessment,
  type Counterfactual,
  type ModelFacts,
  type PerformanceStatus,
  type TriggerCheck,
} from "./assessment.js";
import { backOffFactor, daysToWait } from "./attempts.js";
import { MINIMUM_EVIDENCE } from "../promotion/promotion.js";
import type { Setting, ThresholdSettings } from "../settings.js";

const DAY = 86_400_000;

/** Fewer new labels than this share of the champion's rows would hardly change it. */
const SHARE_OF_KNOWN = 0.01;

/**
 * Assesses a model under the guarded policy. Volume and age count from the last attempt, and wait twice as long after
 * each attempt in a row without a promotion. Both need enough new labels for a comparison; volume also needs 1 % of the
 * champion's rows. Performance fires only for a degraded champion without an attempt since. After a rollback only
 * enough new labels fire.
 *
 * @param force - trains whatever the facts say; the other reasons are kept.
 */
export function assessGuarded(facts: ModelFacts, thresholds: ThresholdSettings, force = false): Assessment {
  const triggerChecks =
    facts.champion === undefined
      ? [neverTrained(facts)]
      : [volume(facts, thresholds), performance(facts, thresholds), age(facts, thresholds)];
  const newLabelsToReplaceRollback = thresholds.minimumNewLabels.value;
  return toAssessment(facts, { policy: "guarded", thresholds, triggerChecks, force, newLabelsToReplaceRollback });
}

function neverTrained({ attempts, asOf }: ModelFacts): TriggerCheck {
  const { last, withoutPromotion } = attempts;
  const wait = last === undefined ? 0 : daysToWait(withoutPromotion) - (asOf - last.attemptedAt) / DAY;
  return { trigger: "never_trained", fires: wait <= 0, ...missing({ days: wait }) };
}

function volume(facts: ModelFacts, thresholds: ThresholdSettings): TriggerCheck {
  const { newLabels, newLabelsSinceAttempt, attempts } = facts;
  const factor = backOffFactor(attempts.withoutPromotion);
  const limit = volumeLimit(facts, thresholds.minimumNewLabels);
  const examples = Math.max(limit.value * factor - newLabelsSinceAttempt, MINIMUM_EVIDENCE - newLabels);
  return {
    trigger: "volume",
    fires: examples <= 0,
    seen: newLabelsSinceAttempt,
    limit,
    ...factored(factor),
    ...missing({ examples }),
  };
}

function volumeLimit({ champion }: ModelFacts, minimum: Setting): Setting {
  const share = Math.ceil(SHARE_OF_KNOWN * (champion?.rows ?? 0));
  return share > minimum.value ? { value: share, origin: "rows" } : minimum;
}

function performance(facts: ModelFacts, thresholds: ThresholdSettings): TriggerCheck {
  const { performance: status, score, attempts, newLabels } = facts;
  const attemptedAt = attempts.last?.attemptedAt ?? -Infinity;
  const isNew = status !== undefined && (status.testedNow || (status.askedAt ?? -Infinity) > attemptedAt);
  const seen = status?.sequentialTest?.score.value ?? score.value;
  const fires = status?.verdict === "degraded" && isNew;
  const nextTestIn = fires || status === undefined ? undefined : labelsToNextTest(status, score.rows, newLabels);
  return {
    trigger: "performance",
    fires,
    ...(seen === undefined ? {} : { seen }),
    limit: thresholds.minimumScore,
    ...(nextTestIn === undefined ? {} : { nextTestIn }),
  };
}

/** Returns the new labels that are missing until the next sequential test. Labels that are not scored yet may mature. */
function labelsToNextTest(
  { nextTestRows, insufficiency }: PerformanceStatus,
  scored: number,
  newLabels: number,
): number | undefined {
  if (insufficiency?.reason === "no-holdout") return undefined;
  // How much a row adds to the mix is unknown beforehand: one may be enough.
  const isCounted = insufficiency?.reason === "positives" || insufficiency?.reason === "negatives";
  const missing = isCounted ? insufficiency.missing : 1;
  return Math.max(0, Math.max(missing, nextTestRows - scored) - (newLabels - scored));
}

function age(facts: ModelFacts, thresholds: ThresholdSettings): TriggerCheck {
  const factor = backOffFactor(facts.attempts.withoutPromotion);
  const limit: Setting = thresholds.maximumAgeDays;
  const since = daysSinceAttempt(facts);
  const days = limit.value * factor - since;
  const examples = Math.max(MINIMUM_EVIDENCE - facts.newLabels, 1 - facts.newLabelsSinceAttempt);
  return {
    trigger: "age",
    fires: days <= 0 && examples <= 0,
    seen: since,
    limit,
    ...factored(factor),
    ...missing({ days, examples }),
  };
}

/** Returns the days since the last attempt, or, if there is none, since the champion's training. */
export function daysSinceAttempt({ attempts, asOf, ageDays = 0 }: ModelFacts): number {
  return attempts.last === undefined ? ageDays : (asOf - attempts.last.attemptedAt) / DAY;
}

function factored(factor: number): { factor?: number } {
  return factor === 1 ? {} : { factor };
}

/** Returns what is still missing, if anything. */
function missing({ days = 0, examples = 0 }: Counterfactual): { missing?: Counterfactual } {
  if (days <= 0 && examples <= 0) return {};
  return { missing: { ...(examples > 0 ? { examples } : {}), ...(days > 0 ? { days } : {}) } };
}
