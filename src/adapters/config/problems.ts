import { getNodeValue, type Node } from "jsonc-parser";
import type * as z from "zod";
import { configJsonSchema } from "./configJsonSchema.js";
import { nearestName } from "./nearestName.js";

/** Something in the config file that cannot be used, and where it stands. */
export interface Problem {
  /** UTF-16 code units from the beginning of the file. */
  readonly offset: number;
  readonly message: string;
}

type Path = readonly (string | number)[];
type Issue = z.core.$ZodIssue;

/** What zod found, in words: the key, what was expected there and what was seen. */
export function describeIssues(issues: readonly Issue[], nodeAt: (path: Path) => Node): Problem[] {
  const described = issues.flatMap((issue) => {
    const path = issue.path.map((part) => (typeof part === "symbol" ? String(part) : part));
    if (issue.code === "unrecognized_keys") return unknownKeys(path, issue.keys, nodeAt(path));
    const message = issue.code === "invalid_key" ? (issue.issues[0]?.message ?? issue.message) : issue.message;
    if (issue.code === "invalid_key")
      return [{ offset: keyOffset(path, nodeAt), message: `${keyPath(path)}: expected ${message}` }];
    const node = nodeAt(path);
    return [{ offset: node.offset, message: `${keyPath(path)}: expected ${message}, got ${seen(node, path)}` }];
  });
  return described.filter((problem, i) => described.findIndex(({ message }) => message === problem.message) === i);
}

function unknownKeys(path: Path, keys: readonly string[], object: Node): Problem[] {
  const known = knownKeys(path);
  return keys.map((key) => {
    const property = object.children?.find(({ children }) => children?.[0]?.value === key);
    return {
      offset: property?.offset ?? object.offset,
      message: `${keyPath([...path, key])}: ${adviceOn(key, known)}`,
    };
  });
}

function adviceOn(key: string, known: readonly string[]): string {
  if (key === "tenant_id") return "cannot have another name; map the relation to a view that calls it tenant_id";
  const nearest = nearestName(key, known);
  return `unknown key; ${nearest === undefined ? `known here: ${known.join(", ")}` : `did you mean ${nearest}?`}`;
}

/** The keys that the schema knows at a path. */
function knownKeys(path: Path): string[] {
  let schema = configJsonSchema() as JsonSchema | undefined;
  for (const part of path) schema = schema?.properties?.[part] ?? schema?.additionalProperties;
  return Object.keys(schema?.properties ?? {});
}

interface JsonSchema {
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly additionalProperties?: JsonSchema;
}

function keyOffset(path: Path, nodeAt: (path: Path) => Node): number {
  const value = nodeAt(path);
  return value.parent?.offset ?? value.offset;
}

/** The value in the file, short; of a database only its kind, since its URL may hold a password. */
function seen(node: Node, path: Path): string {
  const kind = node.type === "object" || node.type === "array" ? `an ${node.type}` : `a ${node.type}`;
  if (/database/i.test(String(path[0])) || kind.startsWith("an ")) return kind;
  const value: unknown = getNodeValue(node);
  const text = typeof value === "number" ? String(value) : JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}

/** `tenants."7".models`: a key as it stands in the file, quoted where it is no plain word; the whole file for none. */
export function keyPath(path: Path): string {
  if (path.length === 0) return "the file";
  return path
    .map((part) => (typeof part === "string" && part.length > 60 ? `${part.slice(0, 57)}…` : part))
    .map((part) => (/^[$A-Za-z_]\w*$/.test(String(part)) ? String(part) : JSON.stringify(String(part))))
    .join(".");
}
