import { toAssessment, type Assessment, type ModelFacts, type TriggerCheck } from "./assessment.js";
import type { ThresholdSettings } from "../settings.js";

/**
 * Assesses a model under the classic policy: it retrains a model without a version, with enough new labels, with a
 * score on them below the threshold, or with the maximum age since its training. A score of 0 is a score. An undefined
 * score triggers nothing.
 *
 * @param force - trains whatever the facts say; the other reasons are kept.
 */
export function assessClassic(facts: ModelFacts, thresholds: ThresholdSettings, force = false): Assessment {
  const triggerChecks = facts.champion === undefined ? [NEVER_TRAINED] : triggerChecksOf(facts, thresholds);
  return toAssessment(facts, { policy: "classic", thresholds, triggerChecks, force, newLabelsToReplaceRollback: 1 });
}

/** No score is defined on fewer rows. */
const FEWEST_SCORED = 2;

const NEVER_TRAINED: TriggerCheck = { trigger: "never_trained", fires: true };

function triggerChecksOf({ newLabels, score, ageDays = 0 }: ModelFacts, thresholds: ThresholdSettings): TriggerCheck[] {
  const { minimumNewLabels, minimumScore, maximumAgeDays } = thresholds;
  const missingExamples = minimumNewLabels.value - newLabels;
  const isBelow = score.value !== undefined && score.value < minimumScore.value;
  const missingDays = maximumAgeDays.value - ageDays;
  return [
    {
      trigger: "volume",
      fires: missingExamples <= 0,
      seen: newLabels,
      limit: minimumNewLabels,
      ...(missingExamples > 0 ? { missing: { examples: missingExamples } } : {}),
    },
    {
      trigger: "performance",
      fires: isBelow,
      ...(score.value === undefined ? {} : { seen: score.value }),
      limit: minimumScore,
      ...(isBelow ? {} : { nextTestIn: Math.max(1, FEWEST_SCORED - newLabels) }),
    },
    {
      trigger: "age",
      fires: missingDays <= 0,
      seen: ageDays,
      limit: maximumAgeDays,
      ...(missingDays > 0 ? { missing: { days: missingDays } } : {}),
    },
  ];
}
