import { ATTEMPT_OUTCOMES, type Attempt, type AttemptOutcome } from "../../domain/retraining/attempts.js";
import { MODEL_NAMES, type ModelName } from "../../domain/models.js";
import { TRIGGERS } from "../../domain/triggers.js";
import type { Lease } from "../../usecases/ports/tenant/leaseStore.js";
import type { NewAttempt } from "../../usecases/ports/tenant/modelRegistry.js";
import type { NewRow, RawRow } from "../database/common/rows.js";
import type { TenantScope } from "../database/scope/tenantScope.js";
import { holdLease } from "../jobs/leaseCheck.js";
import { notLaterThan } from "./rows/asOf.js";
import { canonicalJson } from "./rows/canonicalJson.js";
import { cellsOf, optionalTimeCell, timeCell } from "../decoding/cells.js";
import { listOf, oneOf } from "../decoding/shapes.js";

const ATTEMPTS = "ml_attempts";

/** Newest first, without those of one outcome if that is asked for; at most `limit`. */
export async function listAttempts(
  scope: TenantScope,
  model: ModelName,
  asOf: number,
  limit: number,
  without?: AttemptOutcome,
): Promise<Attempt[]> {
  const query = scope.from(ATTEMPTS).where({ model }).select("*").orderBy("seq", "desc").limit(limit);
  if (without !== undefined) query.whereNot({ outcome: without });
  return (await scope.rows(notLaterThan(query, "attempted_at", asOf))).map(toAttempt);
}

/** Records an attempt under the lease. */
export function recordAttempt(scope: TenantScope, attempt: NewAttempt, lease: Lease): Promise<void> {
  return scope.transaction(async (transaction) => {
    await holdLease(transaction, lease);
    await appendAttempt(transaction, attempt);
  });
}

/** Appends to the log of attempts; within a transaction that holds the lease, so that no other run does. */
export async function appendAttempt(transaction: TenantScope, attempt: NewAttempt): Promise<void> {
  const [newest] = await listAttempts(transaction, attempt.model, Infinity, 1);
  await transaction.insert(ATTEMPTS, [fromAttempt({ ...attempt, seq: 1 + (newest?.seq ?? 0) })]);
}

function toAttempt(row: RawRow): Attempt {
  const cells = cellsOf(ATTEMPTS, row);
  return {
    model: cells.oneOf("model", MODEL_NAMES),
    seq: cells.number("seq"),
    attemptedAt: cells.time("attempted_at"),
    run: cells.text("run"),
    triggers: cells.json("triggers", listOf(oneOf(TRIGGERS))) ?? [],
    outcome: cells.oneOf("outcome", ATTEMPT_OUTCOMES),
    reason: cells.optionalText("reason"),
    fingerprint: cells.text("fingerprint"),
    watermark: cells.optionalTime("watermark"),
    rows: cells.number("row_count"),
  };
}

function fromAttempt(attempt: Attempt): NewRow {
  const { model, seq, attemptedAt, run, triggers, outcome, reason, fingerprint, watermark, rows } = attempt;
  return {
    model,
    seq,
    attempted_at: timeCell(attemptedAt),
    run,
    triggers: canonicalJson(triggers),
    outcome,
    reason: reason ?? null,
    fingerprint,
    watermark: optionalTimeCell(watermark),
    row_count: rows,
  };
}
