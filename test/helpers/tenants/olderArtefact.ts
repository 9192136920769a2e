import type { Artefact, Learner } from "../../../src/domain/artefact.js";

/** Returns the artefact with the names that formats 1 to 3 used. */
export function inFormat3({ baseline, ...artefact }: Artefact): Record<string, unknown> {
  return { ...artefact, format: 3, naive: baseline, learner: olderLearner(artefact.learner) };
}

function olderLearner(learner: Learner): object {
  switch (learner.name) {
    case "baseline":
      return { ...learner, name: "naive" };
    case "lad":
      return { ...learner, name: "leastAbsolute" };
    case "ensemble":
      return { ...learner, name: "blend", parts: learner.parts.map(olderLearner) };
    case "boosting": {
      const { baseValue, ...fit } = learner.fit;
      return { ...learner, fit: { ...fit, baseline: baseValue } };
    }
    case "ridge":
    case "logistic":
      return learner;
  }
}
