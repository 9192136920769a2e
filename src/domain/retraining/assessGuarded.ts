import {
  concluded,
  type Assessment,
  type Counterfactual,
  type ModelFacts,
  type PerformanceStanding,
  type Question,
} from "./assessment.js";
import { backOffFactor, daysToWait } from "./attempts.js";
import { MINIMUM_EVIDENCE } from "../promotion/promotion.js";
import type { Setting, ThresholdSettings } from "../settings.js";

const DAY = 86_400_000;

/** Fewer new labels than this share of what a champion knows would not change it. */
const SHARE_OF_KNOWN = 0.01;

/**
 * The guarded policy: the classic questions, made safe against noise and storms. Volume and age count from the last
 * attempt, and wait twice as long after each attempt in a row that changed nothing; neither asks before there are
 * enough labels to show a challenger by, and volume not before they are a hundredth of what the champion knows. Performance asks only when the champion was shown to be degraded, and no
 * attempt was made since. After a rollback only enough new labels ask.
 *
 * @param force - asks for training whatever the facts say; the other reasons are kept.
 */
export function assessGuarded(facts: ModelFacts, thresholds: ThresholdSettings, force = false): Assessment {
  const questions =
    facts.serving === undefined
      ? [neverTrained(facts)]
      : [volume(facts, thresholds), performance(facts, thresholds), age(facts, thresholds)];
  const newDataFrom = thresholds.minimumNewExamples.value;
  return concluded(facts, { policy: "guarded", thresholds, questions, force, newDataFrom });
}

function neverTrained({ attempts, asOf }: ModelFacts): Question {
  const { last, fruitless } = attempts;
  const wait = last === undefined ? 0 : daysToWait(fruitless) - (asOf - last.attemptedAt) / DAY;
  return { trigger: "never_trained", asks: wait <= 0, ...missing({ days: wait }) };
}

function volume(facts: ModelFacts, thresholds: ThresholdSettings): Question {
  const { newExamples, newSinceAttempt, attempts } = facts;
  const factor = backOffFactor(attempts.fruitless);
  const limit = volumeLimit(facts, thresholds.minimumNewExamples);
  const examples = Math.max(limit.value * factor - newSinceAttempt, MINIMUM_EVIDENCE - newExamples);
  return {
    trigger: "volume",
    asks: examples <= 0,
    seen: newSinceAttempt,
    limit,
    ...factored(factor),
    ...missing({ examples }),
  };
}

function volumeLimit({ serving }: ModelFacts, minimum: Setting): Setting {
  const share = Math.ceil(SHARE_OF_KNOWN * (serving?.rows ?? 0));
  return share > minimum.value ? { value: share, origin: "rows" } : minimum;
}

function performance(facts: ModelFacts, thresholds: ThresholdSettings): Question {
  const { performance: standing, score, attempts, newExamples } = facts;
  const attemptedAt = attempts.last?.attemptedAt ?? -Infinity;
  const isNew = standing !== undefined && (standing.askedNow || (standing.askedAt ?? -Infinity) > attemptedAt);
  const seen = standing?.asking?.score.value ?? score.value;
  const asks = standing?.verdict === "degraded" && isNew;
  const looksWith = asks || standing === undefined ? undefined : examplesToLook(standing, score.rows, newExamples);
  return {
    trigger: "performance",
    asks,
    ...(seen === undefined ? {} : { seen }),
    limit: thresholds.minimumScore,
    ...(looksWith === undefined ? {} : { looksWith }),
  };
}

/** More examples with which the performance question can be put next; new ones that are not scored yet may mature. */
function examplesToLook(
  { askedAgainAt, insufficiency }: PerformanceStanding,
  scored: number,
  newExamples: number,
): number | undefined {
  if (insufficiency?.because === "no-holdout") return undefined;
  // How much a row adds to the mix is not known beforehand: one may be enough.
  const isCounted = insufficiency?.because === "positives" || insufficiency?.because === "negatives";
  const missing = isCounted ? insufficiency.missing : 1;
  return Math.max(0, Math.max(missing, askedAgainAt - scored) - (newExamples - scored));
}

function age(facts: ModelFacts, thresholds: ThresholdSettings): Question {
  const factor = backOffFactor(facts.attempts.fruitless);
  const limit: Setting = thresholds.maximumAgeDays;
  const since = daysSinceAttempt(facts);
  const days = limit.value * factor - since;
  const examples = Math.max(MINIMUM_EVIDENCE - facts.newExamples, 1 - facts.newSinceAttempt);
  return {
    trigger: "age",
    asks: days <= 0 && examples <= 0,
    seen: since,
    limit,
    ...factored(factor),
    ...missing({ days, examples }),
  };
}

/** Days since the last attempt, or, where none is known, since the training of what serves. */
export function daysSinceAttempt({ attempts, asOf, ageDays = 0 }: ModelFacts): number {
  return attempts.last === undefined ? ageDays : (asOf - attempts.last.attemptedAt) / DAY;
}

function factored(factor: number): { factor?: number } {
  return factor === 1 ? {} : { factor };
}

/** What is still missing, where anything is. */
function missing({ days = 0, examples = 0 }: Counterfactual): { missing?: Counterfactual } {
  if (days <= 0 && examples <= 0) return {};
  return { missing: { ...(examples > 0 ? { examples } : {}), ...(days > 0 ? { days } : {}) } };
}
