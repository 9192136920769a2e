import type { Example } from "../../learning/examples.js";
import type { DropReason } from "./exampleRead.js";
import type { PullRequest } from "./platformRows.js";
import { lengthOf } from "./workItemFeatures.js";

/** A pull request with more review cycles counts as rework. */
const MAXIMUM_REVIEW_CYCLES = 2;
/** A pull request with more commits after its first review counts as rework. */
const MAXIMUM_REWORK_COMMITS = 3;

const FIX_WORDS = /\b(?:fix(?:e[sd])?|bug(?:fix)?|hotfix)\b/i;
const DRAFT_WORDS = /\b(?:wip|draft)\b/i;

/**
 * Converts a pull request to an example of `rework_risk`. The features are known when it is opened. The label is 1 if
 * `review_cycles > 2 or rework_commit_count > 3`, else 0. If one of the two is not known, the other decides. If neither
 * is known, the row has no label.
 *
 * Keeps active, merged pull requests. Reviews, comments and commits are never features, because they come after opening.
 * Sizes are the values that the platform holds: it records them at opening, or updates them until the merge. Negative
 * sizes count as not known (NaN).
 *
 * @returns the example, with times in milliseconds since 1970; or the reason to leave the row out.
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

/** Returns the features of a pull request that are known when it is opened. */
export function pullRequestFeatures(pullRequest: PullRequest): Pick<Example, "numbers" | "categories"> {
  const { title } = pullRequest;
  return {
    numbers: {
      titleLength: lengthOf(title),
      bodyLength: lengthOf(pullRequest.body),
      additions: sizeOf(pullRequest.additions),
      deletions: sizeOf(pullRequest.deletions),
      changedFiles: sizeOf(pullRequest.changedFiles),
      titleSaysFix: hasWord(title, FIX_WORDS),
      titleSaysDraft: hasWord(title, DRAFT_WORDS),
    },
    categories: { repository: pullRequest.repository, author: pullRequest.author },
  };
}

function sizeOf(size: number | null): number {
  return size !== null && size >= 0 && size < Infinity ? size : NaN;
}

/** Returns 1 if the title contains one of the words, 0 if not, NaN if there is no title. */
function hasWord(title: string | null, words: RegExp): number {
  if (title === null) return NaN;
  return words.test(title) ? 1 : 0;
}
