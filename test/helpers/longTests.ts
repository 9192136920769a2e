/** Set by `make test-long`: attacks take their long form, and what hardly depends on the database runs on both. */
export const isLong = (process.env["MLTRAIN_TEST_LONG"] ?? "") !== "";

/** How many inputs an attack tries. */
export function inputsOf({ short, long }: { readonly short: number; readonly long: number }): number {
  return isLong ? long : short;
}
