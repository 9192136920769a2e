import type { Artefact } from "../artefact.js";
import { calibrationFound, intervalsFound, servicesOf, type CardFigures } from "./figures.js";
import { limitationsOf, type Limitation } from "./limitations.js";
import type { VersionEvidence } from "../scoring/scoredRows.js";
import type { Deployment, Quarantine } from "../versions.js";

/** All that is known of a version, and what can be said against it. */
export interface ModelCard extends CardFigures {
  readonly limitations: readonly Limitation[];
}

/** What a card is made from. */
export interface CardFacts extends Pick<CardFigures, "version" | "thresholds" | "evaluations"> {
  readonly artefact: Artefact;
  readonly evidence: VersionEvidence;
  /** Of all versions of the model, oldest first. */
  readonly deployments: readonly Deployment[];
  /** Of all versions of the model. */
  readonly quarantine: readonly Quarantine[];
}

/** A version's model card (M. Mitchell et al., 2019, "Model cards for model reporting", FAT*). */
export function modelCard(facts: CardFacts): ModelCard {
  const { version, artefact, evidence, deployments, quarantine, thresholds, evaluations } = facts;
  const found = {
    version,
    summary: evidence.summary,
    thresholds,
    decisionThreshold: artefact.decisionThreshold,
    scaled: artefact.calibration !== null,
    calibration: calibrationFound(version, evidence.holdout),
    intervals: intervalsFound(version, artefact, evidence.holdout),
    deploymentPeriods: servicesOf(version.version, deployments),
    quarantine: quarantine.find((entry) => entry.version === version.version),
    evaluations,
  };
  return { ...found, limitations: limitationsOf(found, evidence.mix) };
}
