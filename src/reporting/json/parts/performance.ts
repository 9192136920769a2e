import type * as z from "zod";
import type { PerformanceStatus } from "../../../domain/retraining/assessment.js";
import type { SequentialTest } from "../../../domain/sequentialTest.js";
import type { Insufficiency } from "../../../domain/retraining/performance.js";
import { isoTime } from "../../format/times.js";
import type { sequentialTest as sequentialTestSchema, performance } from "../schemas/performance.js";

export function drawPerformance(status: PerformanceStatus): z.infer<typeof performance> {
  const { verdict, belowTarget, sequentialTest, askedAt, testedNow, insufficiency, nextTestRows, mix } = status;
  return {
    verdict,
    belowTarget,
    sequentialTest: sequentialTest === undefined ? undefined : drawSequentialTest(sequentialTest),
    askedAt: askedAt === undefined ? undefined : isoTime(askedAt),
    testedNow,
    insufficiency: insufficiency === undefined ? undefined : drawInsufficiency(insufficiency),
    nextTestRows,
    mix: { shifted: mix.shifted, effectiveRows: mix.effectiveRows, covered: mix.covered },
  };
}

function drawInsufficiency(why: Insufficiency) {
  return {
    reason: why.reason,
    missing: "missing" in why ? why.missing : undefined,
    covered: "covered" in why ? why.covered : undefined,
  };
}

export function drawSequentialTest(test: SequentialTest): z.infer<typeof sequentialTestSchema> {
  const { number, level, rows, threshold, score, difference, verdict } = test;
  return {
    number,
    level,
    rows,
    threshold,
    score: { ...score },
    difference: difference === undefined ? undefined : { ...difference },
    verdict,
  };
}
