import { concluded, type Assessment, type ModelFacts, type Question } from "./assessment.js";
import type { ThresholdSettings } from "../settings.js";

/**
 * The classic policy: retrain a model that was never trained, that has enough new examples, whose score on them is
 * below the threshold, or that is old enough, counted from the last training. A score of 0 is a score; one that is not
 * defined triggers nothing.
 *
 * @param force - asks for training whatever the facts say; the other reasons are kept.
 */
export function assessClassic(facts: ModelFacts, thresholds: ThresholdSettings, force = false): Assessment {
  const questions = facts.serving === undefined ? [NEVER_TRAINED] : questionsOf(facts, thresholds);
  return concluded(facts, { policy: "classic", thresholds, questions, force, newDataFrom: 1 });
}

/** No score is defined on fewer rows. */
const FEWEST_SCORED = 2;

const NEVER_TRAINED: Question = { trigger: "never_trained", asks: true };

function questionsOf({ newExamples, score, ageDays = 0 }: ModelFacts, thresholds: ThresholdSettings): Question[] {
  const { minimumNewExamples, minimumScore, maximumAgeDays } = thresholds;
  const missingExamples = minimumNewExamples.value - newExamples;
  const isBelow = score.value !== undefined && score.value < minimumScore.value;
  const missingDays = maximumAgeDays.value - ageDays;
  return [
    {
      trigger: "volume",
      asks: missingExamples <= 0,
      seen: newExamples,
      limit: minimumNewExamples,
      ...(missingExamples > 0 ? { missing: { examples: missingExamples } } : {}),
    },
    {
      trigger: "performance",
      asks: isBelow,
      ...(score.value === undefined ? {} : { seen: score.value }),
      limit: minimumScore,
      ...(isBelow ? {} : { looksWith: Math.max(1, FEWEST_SCORED - newExamples) }),
    },
    {
      trigger: "age",
      asks: missingDays <= 0,
      seen: ageDays,
      limit: maximumAgeDays,
      ...(missingDays > 0 ? { missing: { days: missingDays } } : {}),
    },
  ];
}
