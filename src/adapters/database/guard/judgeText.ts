import { judge } from "./judge/judge.js";
import { parse, type DatabaseKind } from "./statement/parse.js";
import type { Purpose } from "./statement/purpose.js";
import type { Verdict } from "./statement/verdict.js";

/** Reads and judges a text; what takes the parser is loaded with this module, by whoever meets an unknown text. */
export async function judgeText(sql: string, kind: DatabaseKind, purpose: Purpose): Promise<Verdict> {
  const parsed = await parse(sql, kind);
  return "statement" in parsed ? judge(parsed.statement, kind, purpose) : { refusal: parsed.unreadable };
}
