import type { Node } from "jsonc-parser";
import { keyPath, type Problem } from "./problems.js";

/** Keys given twice in one object: JSON takes the last one silently, which hides a slip. */
export function duplicateKeys(node: Node, path: readonly (string | number)[] = []): Problem[] {
  if (node.type === "array") return (node.children ?? []).flatMap((child, i) => duplicateKeys(child, [...path, i]));
  if (node.type !== "object") return [];
  const seen = new Set<string>();
  return (node.children ?? []).flatMap(({ children = [], offset }) => {
    const key = String(children[0]?.value);
    const here = [...path, key];
    const repeated = seen.has(key) ? [{ offset, message: `${keyPath(here)}: given twice` }] : [];
    seen.add(key);
    return [...repeated, ...(children[1] ? duplicateKeys(children[1], here) : [])];
  });
}
