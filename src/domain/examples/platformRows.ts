/*
 * The platform's rows as adapters decode them. Null means "not known". A time is in milliseconds since 1970, UTC.
 * A category is opaque text, whatever the type of its column. A value that is not a finite number (NaN, infinite, text)
 * becomes NaN in a column of numbers, so that the data checks can count it.
 */

/** One row of `work_items`. Columns that are filled in after creation are read only if they belong to a label. */
export interface WorkItem {
  /** Identifies the item within its tenant. */
  readonly key: string;
  readonly project: string | null;
  readonly team: string | null;
  readonly type: string | null;
  readonly priority: string | null;
  readonly assignee: string | null;
  readonly labels: string | null;
  readonly summary: string | null;
  readonly description: string | null;
  readonly acceptanceCriteria: string | null;
  readonly storyPoints: number | null;
  readonly createdAt: number | null;
  /** `undefined` if the relation has no such column. */
  readonly completedAt: number | null | undefined;
  readonly leadTimeSeconds: number | null;
  readonly active: boolean;
}

/** One row of `prs`. */
export interface PullRequest {
  /** `<repository_id>#<number>`: identifies the pull request within its tenant. */
  readonly key: string;
  readonly repository: string | null;
  readonly author: string | null;
  readonly title: string | null;
  readonly body: string | null;
  readonly additions: number | null;
  readonly deletions: number | null;
  readonly changedFiles: number | null;
  readonly openedAt: number | null;
  readonly mergedAt: number | null;
  readonly reviewCycles: number | null;
  readonly reworkCommits: number | null;
  readonly active: boolean;
}
