import type { Example } from "../../learning/examples.js";
import type { DropReason } from "./exampleRead.js";
import type { PullRequest } from "./platformRows.js";
import { lengthOf } from "./workItemFeatures.js";

/** More review cycles than this are rework. */
const MAXIMUM_REVIEW_CYCLES = 2;
/** More commits after the first review than this are rework. */
const MAXIMUM_REWORK_COMMITS = 3;

const FIX_WORDS = /\b(?:fix(?:e[sd])?|bug(?:fix)?|hotfix)\b/i;
const DRAFT_WORDS = /\b(?:wip|draft)\b/i;

/**
 * The example that a pull request is for `rework_risk`: what is known when it is opened, labelled 1 if
 * `review_cycles > 2 or rework_commit_count > 3` and else 0. Where one of the two is not known the other decides;
 * where neither is, the row has no label.
 *
 * Kept are active, merged pull requests. Reviews, comments and commits are never features: they come after opening.
 * Sizes are those that the platform holds, which it takes at opening or updates until the merge. Negative sizes are
 * not known (NaN).
 *
 * @returns the example, its times in milliseconds since 1970; or why the row is none.
 */
export function toReworkRiskExample(pullRequest: PullRequest): Example | DropReason {
  const { openedAt, mergedAt } = pullRequest;
  if (!pullRequest.active) return "inactive";
  if (mergedAt === null) return "not-merged";
  if (openedAt === null) return "no-prediction-time";
  if (mergedAt < openedAt) return "label-before-prediction";
  const label = reworkLabel(pullRequest.reviewCycles, pullRequest.reworkCommits);
  if (label === null) return "no-label";
  if (Number.isNaN(label)) return "label-not-finite";
  return {
    key: pullRequest.key,
    predictedAt: openedAt,
    labelKnownAt: mergedAt,
    label,
    ...pullRequestFeatures(pullRequest),
  };
}

function reworkLabel(cycles: number | null, commits: number | null): number | null {
  if (cycles === null && commits === null) return null;
  const known = [cycles ?? 0, commits ?? 0];
  if (!known.every(Number.isFinite)) return NaN;
  return (cycles ?? 0) > MAXIMUM_REVIEW_CYCLES || (commits ?? 0) > MAXIMUM_REWORK_COMMITS ? 1 : 0;
}

/** The features of a pull request that are there when it is opened. */
export function pullRequestFeatures(pullRequest: PullRequest): Pick<Example, "numbers" | "categories"> {
  const { title } = pullRequest;
  return {
    numbers: {
      titleLength: lengthOf(title),
      bodyLength: lengthOf(pullRequest.body),
      additions: sizeOf(pullRequest.additions),
      deletions: sizeOf(pullRequest.deletions),
      changedFiles: sizeOf(pullRequest.changedFiles),
      titleSaysFix: cue(title, FIX_WORDS),
      titleSaysDraft: cue(title, DRAFT_WORDS),
    },
    categories: { repository: pullRequest.repository, author: pullRequest.author },
  };
}

function sizeOf(size: number | null): number {
  return size !== null && size >= 0 && size < Infinity ? size : NaN;
}

/** 1 if the title has one of the words, 0 if not, NaN if there is no title. */
function cue(title: string | null, words: RegExp): number {
  if (title === null) return NaN;
  return words.test(title) ? 1 : 0;
}
