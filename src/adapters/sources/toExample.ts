import { toLeadTimeExample } from "../../domain/examples/leadTime.js";
import { toReworkRiskExample } from "../../domain/examples/reworkRisk.js";
import { toStoryPointsExample } from "../../domain/examples/storyPoints.js";
import type { DropReason } from "../../domain/examples/exampleRead.js";
import type { ModelName } from "../../domain/models.js";
import type { Example } from "../../learning/examples.js";
import { decodePullRequest, decodeWorkItem, type SourceRow } from "./decodeRows.js";

/** The example that a row of the model's relation is, or why it is none. */
export function toExample(model: ModelName, row: SourceRow): Example | DropReason {
  switch (model) {
    case "story_points":
      return toStoryPointsExample(decodeWorkItem(row));
    case "lead_time":
      return toLeadTimeExample(decodeWorkItem(row));
    case "rework_risk":
      return toReworkRiskExample(decodePullRequest(row));
  }
}
