import type { FeatureEncoding } from "../../learning/features/encoding.js";

/** Columns of a design matrix that an explanation shows as one feature. */
export interface FeatureGroup {
  /**
   * `number`, `category` and `history` (past labels of a category) have the name of their column of examples. `recent` is
   * the mean of recent labels. `feature` is any other.
   */
  readonly kind: "number" | "category" | "history" | "recent" | "calendar" | "term" | "feature";
  readonly name: string;
}

const PATTERNS: readonly (readonly [RegExp, (match: RegExpExecArray) => FeatureGroup])[] = [
  [/^log (\w+)$/, ([, name = ""]) => ({ kind: "number", name })],
  [/^(\w+) unknown$/, ([, name = ""]) => ({ kind: "number", name })],
  [/^(\w+) (?:(?:mean|log count) so far|mean of last \d+)$/, ([, name = ""]) => ({ kind: "history", name })],
  [/^mean of last \d+ labels$/, () => ({ kind: "recent", name: "recent labels" })],
  [/^(hour|weekday) (?:sine|cosine)$/, ([, name = ""]) => ({ kind: "calendar", name })],
  [/^years$/, () => ({ kind: "calendar", name: "date" })],
];

/**
 * Groups the dense columns of an encoding.
 *
 * @returns the groups in order of their first columns, and the index of the group of each column.
 */
export function featureGroups({ names, categories }: FeatureEncoding): {
  readonly groups: readonly FeatureGroup[];
  readonly groupOf: Int32Array;
} {
  const groups: FeatureGroup[] = [];
  const indices = new Map<string, number>();
  const indexOf = (group: FeatureGroup): number => {
    const id = `${group.kind} ${group.name}`;
    const index = indices.get(id) ?? groups.push(group) - 1;
    indices.set(id, index);
    return index;
  };
  // The last dense columns are the one-hot columns of the categories.
  const oneHot = categories.flatMap(({ column, names: values }) => values.map(() => column));
  const firstOneHot = names.length - oneHot.length;
  const groupOf = Int32Array.from(names, (name, column) => {
    const category = oneHot[column - firstOneHot];
    return indexOf(category === undefined ? groupByName(name) : { kind: "category", name: category });
  });
  return { groups, groupOf };
}

function groupByName(name: string): FeatureGroup {
  for (const [pattern, group] of PATTERNS) {
    const match = pattern.exec(name);
    if (match !== null) return group(match);
  }
  return { kind: "feature", name };
}
