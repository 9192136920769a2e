import { MltrainError } from "../../../errors.js";

/** The code that a driver or the operating system gave an error; empty if it has none. */
export function codeOf(error: unknown): string {
  const cause = rootOf(error);
  return cause instanceof Error && "code" in cause && typeof cause.code === "string" ? cause.code : "";
}

/** What a driver said. */
export function messageOf(error: unknown): string {
  const cause = rootOf(error);
  return cause instanceof Error ? cause.message : String(cause);
}

/** The driver's own error, where it has been explained already. */
function rootOf(error: unknown): unknown {
  return error instanceof MltrainError && error.cause !== undefined ? error.cause : error;
}

/**
 * What to throw for an error of Knex's client: what `explain` makes of it, told without the statement that Knex puts
 * before the driver's message; else the error as it is.
 *
 * @param statement - what was given to Knex's client: SQL, or an object that holds it.
 */
export function explained(
  explain: (error: unknown) => MltrainError | undefined,
  error: unknown,
  statement?: unknown,
): unknown {
  if (!(error instanceof Error)) return error;
  const message = error.message;
  error.message = withoutStatement(message, statement);
  const explanation = explain(error);
  if (explanation !== undefined) return explanation;
  error.message = message;
  return error;
}

function withoutStatement(message: string, statement: unknown): string {
  const sql = typeof statement === "object" && statement !== null && "sql" in statement ? statement.sql : statement;
  return typeof sql === "string" && message.startsWith(`${sql} - `) ? message.slice(sql.length + 3) : message;
}
