import type { FeatureEncoding } from "../../learning/features/encoding.js";

/** Columns of a design that are one thing to the one who reads a reason. */
export interface FeatureGroup {
  /**
   * `number`, `category` and `history` (of the labels of a category so far) go by the name of their column of examples;
   * `recent`: the mean labels of late; `feature`: any other.
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

/** The groups of an encoding's dense columns, in order of their first columns, and which group each column is in. */
export function featureGroups({ names, categories }: FeatureEncoding): {
  readonly groups: readonly FeatureGroup[];
  readonly groupOf: Int32Array;
} {
  const groups: FeatureGroup[] = [];
  const known = new Map<string, number>();
  const place = (group: FeatureGroup): number => {
    const id = `${group.kind} ${group.name}`;
    const at = known.get(id) ?? groups.push(group) - 1;
    known.set(id, at);
    return at;
  };
  const oneHot = categories.flatMap(({ column, names: each }) => each.map(() => column));
  const first = names.length - oneHot.length;
  const groupOf = Int32Array.from(names, (name, column) => {
    const category = oneHot[column - first];
    return place(category === undefined ? groupNamed(name) : { kind: "category", name: category });
  });
  return { groups, groupOf };
}

function groupNamed(name: string): FeatureGroup {
  for (const [pattern, group] of PATTERNS) {
    const match = pattern.exec(name);
    if (match !== null) return group(match);
  }
  return { kind: "feature", name };
}
