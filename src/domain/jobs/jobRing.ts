/** Statuses of the platform's `job_schedules`. */
export const JOB_STATUSES = ["PENDING", "READY", "RUNNING", "FINISHED", "PAUSED"] as const;
export type JobStatus = (typeof JOB_STATUSES)[number];

/** The job that this program is, compared without regard to letter case. */
export const JOB_NAME = "ML Training";

/** One row of `job_schedules`. */
export interface Job {
  readonly id: string;
  readonly name: string;
  /** `Infinity` where the row has none: such a job comes last. */
  readonly executionOrder: number;
  readonly status: JobStatus;
  readonly active: boolean;
  /** Milliseconds since 1970, UTC. */
  readonly lastRunStartedAt: number | undefined;
}

/** What came of asking for the job's turn. */
export type JobClaim =
  | {
      readonly claim: "claimed";
      readonly jobId: string;
      /** The row had been left RUNNING by a dead run. */
      readonly takenOver: boolean;
      /** What the row says of that; only if it was taken over. */
      readonly note?: string;
    }
  | { readonly claim: "not-its-turn"; readonly reason: "FINISHED" | "PAUSED" | "inactive" }
  | { readonly claim: "running" }
  | { readonly claim: "no-row" };

/** How training ended, as far as the schedule is concerned. */
export type JobResult =
  /** `note`: what the row goes on saying though nothing failed. */
  | { readonly result: "success" | "skip"; readonly note?: string }
  | { readonly result: "failure"; readonly error: string }
  /** Stopped, by a signal or by its death, before any model was trained: the row goes back to PENDING. */
  | { readonly result: "interrupted"; readonly note?: string };

/** What the hand-over did. */
export interface FinishedJob {
  /** What became of the job's own row: left PAUSED if it was paused meanwhile; `gone` if it was deleted. */
  readonly status: "FINISHED" | "PENDING" | "PAUSED" | "gone";
  /** The job whose turn is next; absent if it is this one again, or if the turn was given back. */
  readonly next?: { readonly id: string; readonly name: string; readonly wasSetPending: boolean };
}

/**
 * The tenant's row for this program among its rows of `job_schedules`.
 *
 * Where several rows bear the name, it is the one whose turn it is: PENDING or READY before RUNNING before FINISHED,
 * those that are PAUSED or inactive last, and by execution order, then id, among equals. The others take part in the
 * ring as any job does, so that the turn never comes to rest on a row that nobody runs.
 *
 * @returns undefined if no row bears the name, whatever its letter case.
 */
export function findOwnJob(jobs: readonly Job[]): Job | undefined {
  const named = jobs.filter(isOwnName);
  return named.sort((a, b) => distanceFromTurn(a) - distanceFromTurn(b) || byRing(a, b))[0];
}

function isOwnName({ name }: Job): boolean {
  return name.toLowerCase() === JOB_NAME.toLowerCase();
}

function distanceFromTurn(job: Job): number {
  if (!canTakeTurn(job)) return 3;
  return { PENDING: 0, READY: 0, RUNNING: 1, FINISHED: 2, PAUSED: 3 }[job.status];
}

/**
 * The rows for this program that a dead run left RUNNING, asked by a run that holds the tenant's lease. One of them may
 * be the row whose turn it is; others can have no turn (deactivated meanwhile, or beside a second row of that name), and
 * nobody else would end them.
 */
export function findLeftRunning(jobs: readonly Job[], now: number, leaseSeconds: number): Job[] {
  return jobs.filter((job) => isOwnName(job) && isLeftRunning(job, now, leaseSeconds));
}

function isLeftRunning({ status, lastRunStartedAt = -Infinity }: Job, now: number, leaseSeconds: number): boolean {
  return status === "RUNNING" && now - lastRunStartedAt > 2000 * leaseSeconds;
}

/** What a row says that a dead run left RUNNING, once it is put right. */
export function noteOfDeath({ lastRunStartedAt }: Job): string {
  const began = lastRunStartedAt === undefined ? "" : ` that began at ${new Date(lastRunStartedAt).toISOString()}`;
  return `the run${began} died and left this job RUNNING; a later run put it right`;
}

/**
 * Whether the job may start, asked by a run that holds the tenant's lease.
 *
 * A row that is RUNNING under our lease was left so by a dead run, or is run by something that takes no lease. It is
 * claimed once it began more than two lease lengths ago, or if it does not say when it began: mltrain always does, so
 * no living run of mltrain is meant.
 *
 * @param job - of {@link findOwnJob}.
 * @param now - milliseconds since 1970, UTC.
 */
export function decideClaim(job: Job | undefined, now: number, leaseSeconds: number): JobClaim {
  if (job === undefined) return { claim: "no-row" };
  if (!job.active) return { claim: "not-its-turn", reason: "inactive" };
  switch (job.status) {
    case "PENDING":
    case "READY":
      return { claim: "claimed", jobId: job.id, takenOver: false };
    case "RUNNING":
      return isLeftRunning(job, now, leaseSeconds)
        ? { claim: "claimed", jobId: job.id, takenOver: true, note: noteOfDeath(job) }
        : { claim: "running" };
    case "FINISHED":
    case "PAUSED":
      return { claim: "not-its-turn", reason: job.status };
  }
}

/** A job that the turn can come to. */
export function canTakeTurn({ active, status }: Job): boolean {
  return active && status !== "PAUSED";
}

/** Orders jobs as the ring does: by execution order, then id. */
export function byRing(a: Job, b: Job): number {
  if (a.executionOrder !== b.executionOrder) return a.executionOrder < b.executionOrder ? -1 : 1;
  return compareIds(a.id, b.id);
}

/**
 * Orders ids: whole numbers by their value and before all others, texts by their code units.
 *
 * @returns a negative number, 0 or a positive number, as for `sort`.
 * @example
 * compareIds("9", "10"); // -1
 */
export function compareIds(a: string, b: string): number {
  const [aIsInteger, bIsInteger] = [isInteger(a), isInteger(b)];
  if (aIsInteger !== bIsInteger) return aIsInteger ? -1 : 1;
  const [first, second] = aIsInteger ? [BigInt(a), BigInt(b)] : [a, b];
  return first < second ? -1 : Number(first > second);
}

function isInteger(id: string): boolean {
  return /^-?\d+$/.test(id);
}
