import type { Artefact } from "../artefact.js";
import { calibrationFound, deploymentPeriodsOf, intervalsFound, type CardFigures } from "./figures.js";
import { limitationsOf, type Limitation } from "./limitations.js";
import type { VersionEvidence } from "../scoring/scoredRows.js";
import type { Deployment, Quarantine } from "../versions.js";

/** The figures of a version, and its limitations. */
export interface ModelCard extends CardFigures {
  readonly limitations: readonly Limitation[];
}

/** The recorded facts behind a model card. */
export interface CardFacts extends Pick<CardFigures, "version" | "thresholds" | "evaluations"> {
  readonly artefact: Artefact;
  readonly evidence: VersionEvidence;
  /** The deployments of all versions of the model, oldest first. */
  readonly deployments: readonly Deployment[];
  /** The quarantine entries of all versions of the model. */
  readonly quarantine: readonly Quarantine[];
}

/** Builds the model card of a version (M. Mitchell et al., 2019, "Model cards for model reporting", FAT*). */
export function modelCard(facts: CardFacts): ModelCard {
  const { version, artefact, evidence, deployments, quarantine, thresholds, evaluations } = facts;
  const figures = {
    version,
    summary: evidence.summary,
    thresholds,
    decisionThreshold: artefact.decisionThreshold,
    scaled: artefact.calibration !== null,
    calibration: calibrationFound(version, evidence.holdout),
    intervals: intervalsFound(version, artefact, evidence.holdout),
    deploymentPeriods: deploymentPeriodsOf(version.version, deployments),
    quarantine: quarantine.find((entry) => entry.version === version.version),
    evaluations,
  };
  return { ...figures, limitations: limitationsOf(figures, evidence.mix) };
}
