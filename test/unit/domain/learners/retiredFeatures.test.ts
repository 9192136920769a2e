import { expect } from "chai";
import { FEATURE_PLANS } from "../../../../src/domain/features/featurePlan.js";
import { fitProcedure } from "../../../../src/domain/training/fitting.js";
import { trainingDesign } from "../../../../src/domain/learners/trainingDesign.js";
import { predict } from "../../../../src/domain/prediction/predictor.js";
import { prepare } from "../../../../src/domain/learners/preparedExamples.js";
import { rowRange } from "../../../../src/learning/resampling/timeSplits.js";
import { examplesOf } from "../../../helpers/rows/examples.js";
import { sizedRows } from "../../../helpers/rows/preparedRows.js";

const examples = examplesOf(sizedRows(120));
const every = rowRange(0, 120);
const RIDGE = { learner: "ridge", target: "log", penalty: 4, halfLife: null } as const;

describe("retired features", () => {
  const now = FEATURE_PLANS.lead_time;
  const before = { ...now, ...now.retired, retired: { calendar: false, recent: [] } };

  it("are not used by new fits", () => {
    const { names } = trainingDesign(prepare("lead_time", examples), every).encoding;
    expect(names.filter((name) => /^(?:hour|weekday|years)|labels$/.test(name))).to.deep.equal([]);
  });

  it("give the same predictions with an older artefact", () => {
    const older = prepare("lead_time", examples, { plan: before });
    const artefact = fitProcedure(RIDGE, trainingDesign(older, every));
    expect(artefact.encoding.names).to.include.members(["weekday sine", "mean of last 20 labels"]);
    expect(predict(artefact, prepare("lead_time", examples), every)).to.deep.equal(predict(artefact, older, every));
  });
});
