import { modelCard, type CardFacts } from "../../../src/domain/modelCard/modelCard.js";
import type { TrainingSummary } from "../../../src/domain/explaining/trainingSummary.js";
import type { CardResult } from "../../../src/usecases/modelCard.js";
import { logisticArtefact, ridgeArtefact } from "../../helpers/tenants/artefacts.js";
import { scoredRows } from "../../helpers/rows/scoredRows.js";
import { AS_OF, byDefault, classificationScores, DAY, deployment, evaluation } from "./parts.js";
import { statusResult, version } from "./status.js";

export const summary: TrainingSummary = {
  labelsKnown: { from: AS_OF - 400 * DAY, to: AS_OF - 40 * DAY },
  predictedFrom: AS_OF - 420 * DAY,
  labelQuantiles: [1, 3, 8],
  read: { rows: 612, dropped: { inactive: 12, "no-label": 100 }, missingColumns: ["priority"], truncated: true },
  weights: {
    rows: 500,
    scale: "log",
    features: [
      { kind: "term", name: "text", weight: 0.31 },
      { kind: "history", name: "assignee", weight: 0.1 },
      { kind: "number", name: "summaryLength", weight: 0.0004 },
    ],
  },
};

/** Version 3 of story points, with everything that the card of a regression shows. */
export function cardFacts(others: Partial<CardFacts> = {}): CardFacts {
  const { deployments = [], quarantine = [] } = statusResult.models.story_points ?? {};
  return {
    version: version(3),
    artefact: ridgeArtefact(),
    evidence: {
      holdout: scoredRows([1, 2, 3], [2, 2, 2], [1, 1, 1]),
      mix: { edges: [2, 45], shares: [0.5, 0.5] },
      summary,
    },
    deployments: [...deployments, { ...deployment, seq: 5, version: 3, cause: "train", reason: undefined }],
    quarantine,
    evaluations: [evaluation],
    thresholds: {
      minimumScore: byDefault(0.7),
      minimumNewLabels: byDefault(50),
      maximumAgeDays: byDefault(30),
    },
    ...others,
  };
}

/** Version 2 of rework risk, which an older mltrain trained. */
export const classifierFacts = (): CardFacts =>
  cardFacts({
    version: version(2, { model: "rework_risk", learner: "logistic", holdout: classificationScores }),
    artefact: logisticArtefact({ calibration: { slope: 1.1, intercept: -0.2 } }),
    evidence: {
      holdout: scoredRows([0, 0, 1, 1, 0, 1], [0.1, 0.1, 0.2, 0.4, 0.4, 0.6], [1, 1, 1, 1, 1, 1]),
      mix: undefined,
    },
    evaluations: [],
  });

export const cardResult = (facts: CardFacts = cardFacts()): CardResult => {
  const card = modelCard(facts);
  return { asOf: AS_OF, tenant: 7, name: `${card.version.model}_tenant_7_v${String(card.version.version)}`, card };
};
