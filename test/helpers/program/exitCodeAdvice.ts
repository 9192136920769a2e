/**
 * What a scheduler should do with each exit code. It is written here apart from program and documents, so that a change
 * in one of them fails a test.
 */
export const adviceTable: Readonly<Record<number, string>> = {
  0: "go on",
  1: "alert, not retry",
  2: "branch",
  64: "alert, not retry",
  65: "alert, not retry",
  66: "alert, not retry",
  69: "retry",
  70: "alert, not retry",
  73: "alert, not retry",
  75: "retry",
  77: "alert, not retry",
  78: "alert, not retry",
  130: "retry",
  143: "retry",
};
