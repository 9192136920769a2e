/** Under which conditions a statement may be sent. Positions of bound values count from 0. */
export interface Admission {
  /** How many values the statement takes. */
  readonly parameters: number;
  /** Of each of these groups, one position at least holds the tenant. */
  readonly ties: readonly (readonly number[])[];
  /** The statement sets the transaction's tenant to one of the bound values. */
  readonly setsTenant: boolean;
  /** The statement is tied to the tenant that was set for the transaction. */
  readonly readsTenant: boolean;
}

/** What stands against sending a statement at all, in words that name relations, never values. */
export interface Refusal {
  readonly refusal: string;
}

export type Verdict = Admission | Refusal;

export function isRefusal(verdict: Verdict): verdict is Refusal {
  return "refusal" in verdict;
}

/** `3 1,2|0 set`: three values, the second or third of which is the tenant, as is the first, to which it is set. */
export function encodeAdmission({ parameters, ties, setsTenant, readsTenant }: Admission): string {
  const groups = ties.map((group) => group.join(",")).join("|");
  return [parameters, groups, ...(setsTenant ? ["set"] : []), ...(readsTenant ? ["read"] : [])].join(" ").trim();
}

export function decodeAdmission(text: string): Admission {
  const [parameters = "", groups = "", ...marks] = text.split(" ");
  return {
    parameters: Number(parameters),
    ties: groups === "" ? [] : groups.split("|").map((group) => group.split(",").map(Number)),
    setsTenant: marks.includes("set"),
    readsTenant: marks.includes("read"),
  };
}
