import type * as z from "zod";
import type { PerformanceStanding } from "../../../domain/retraining/assessment.js";
import type { Asking } from "../../../domain/sequentialTest.js";
import type { Insufficiency } from "../../../domain/retraining/performance.js";
import { isoTime } from "../../format/times.js";
import type { asking as askingSchema, performance } from "../schemas/performance.js";

export function drawPerformance(standing: PerformanceStanding): z.infer<typeof performance> {
  const { verdict, belowTarget, asking, askedAt, askedNow, insufficiency, askedAgainAt, mix } = standing;
  return {
    verdict,
    belowTarget,
    asking: asking === undefined ? undefined : drawAsking(asking),
    askedAt: askedAt === undefined ? undefined : isoTime(askedAt),
    askedNow,
    insufficiency: insufficiency === undefined ? undefined : drawInsufficiency(insufficiency),
    askedAgainAt,
    mix: { shifted: mix.shifted, effectiveRows: mix.effectiveRows, covered: mix.covered },
  };
}

function drawInsufficiency(why: Insufficiency) {
  return {
    because: why.because,
    missing: "missing" in why ? why.missing : undefined,
    covered: "covered" in why ? why.covered : undefined,
  };
}

export function drawAsking(asked: Asking): z.infer<typeof askingSchema> {
  const { asking, level, rows, threshold, score, difference, verdict } = asked;
  return {
    asking,
    level,
    rows,
    threshold,
    score: { ...score },
    difference: difference === undefined ? undefined : { ...difference },
    verdict,
  };
}
