import {
  BadDataError,
  ConfigurationError,
  DatabaseUnavailableError,
  MltrainError,
  TryLaterError,
} from "../../../errors.js";
import { codeOf, messageOf } from "../common/driverErrors.js";

type Kind = new (message: string, details: { hint: string; cause: unknown }) => MltrainError;
type Explanation = readonly [pattern: RegExp, kind: Kind, seen: string, hint: string];

/** By SQLSTATE or operating-system code, first match. */
const BY_CODE: readonly Explanation[] = [
  [/^(40001|40P01)$/, TryLaterError, "the database is under load", "Another transaction was in the way. Try again."],
  [/^55P03$/, TryLaterError, "a lock of the database was not had in time", "Another program holds it. Try again."],
  [
    /^57014$/,
    DatabaseUnavailableError,
    "the database took too long",
    "Try again when it has less to do, or raise statementTimeoutSeconds in the config file.",
  ],
  [/^57P0[123]$/, DatabaseUnavailableError, "the database is starting up or shutting down", "Try again."],
  [/^53300$/, DatabaseUnavailableError, "the database has no connection left", "Try again, or raise max_connections."],
  [/^(53|58|XX)...$/, DatabaseUnavailableError, "the database failed", "See the server's log, then try again."],
  [/^08...$/, DatabaseUnavailableError, "the connection to the database was lost", "Try again."],
  [
    /^28...$/,
    ConfigurationError,
    "the database refuses the login",
    "Check user and password of the database URL, and the server's pg_hba.conf.",
  ],
  [/^3D000$/, ConfigurationError, "there is no such database", "Check the last part of the database URL."],
  [/^42501$/, ConfigurationError, "the database refuses permission", "Grant it to the user of the database URL."],
  [
    /^(42P01|42703|3F000)$/,
    ConfigurationError,
    "the database lacks what a query asks for",
    "Run `mltrain migrate`, or check the names that the config file maps relations and columns to.",
  ],
  [
    /^(0A000|428C9|42809|55000)$/,
    ConfigurationError,
    "the database does not do this with the relation",
    "Mltrain writes to job_schedules: map it to a table, or to a view that can be updated.",
  ],
  [
    /^(42704|P0001|38...)$/,
    ConfigurationError,
    "a policy, a view or a function of the database failed",
    "See which: `mltrain doctor` reads each relation once.",
  ],
  [
    /^22...$/,
    BadDataError,
    "the database cannot read a value as the time or number that it should be",
    "Mend the row, or check which columns the config file maps to times and numbers.",
  ],
  [
    /^25006$/,
    ConfigurationError,
    "the database is read-only",
    "It may be a replica: name the primary with --db, and the replica with --source-db.",
  ],
  [
    /^(ECONNREFUSED|ENOENT|EHOSTUNREACH|ENETUNREACH|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|EACCES)$/,
    DatabaseUnavailableError,
    "the database cannot be reached",
    "Check that it runs, and host and port of the database URL.",
  ],
  [/^(ECONNRESET|EPIPE)$/, DatabaseUnavailableError, "the connection to the database was lost", "Try again."],
  [
    /^(SELF_SIGNED|DEPTH_ZERO|UNABLE_TO|CERT_|ERR_TLS)/,
    ConfigurationError,
    "the database's certificate is not accepted",
    "Give its authority with sslrootcert in the database URL.",
  ],
];

const CONNECTION_LOST = /Connection terminated|not queryable|Connection ended|connection error/;

/** Where there is no code, or it does not tell enough: by what is said. */
const BY_MESSAGE: readonly Explanation[] = [
  [
    /^(SASL|SCRAM)|password must be a string|^empty password/,
    ConfigurationError,
    "the database asks for a password",
    "Put it into the database URL, or into PGPASSWORD.",
  ],
  [
    /does not support SSL/,
    ConfigurationError,
    "the database does not speak TLS",
    "Take sslmode out of the database URL, or set it to disable.",
  ],
  [
    /timeout expired|connection timeout|Timeout acquiring/,
    DatabaseUnavailableError,
    "the database does not answer",
    "Check that it runs, and host and port of the database URL.",
  ],
  [CONNECTION_LOST, DatabaseUnavailableError, "the connection to the database was lost", "Try again."],
];

/** What the driver's error means to whoever runs the program; `undefined` if it is not about the database's state. */
export function explainPostgres(error: unknown): MltrainError | undefined {
  if (error instanceof MltrainError) return error;
  const first = firstOf(error);
  const code = codeOf(first);
  const message = withoutValue(code, messageOf(first));
  const byMessage = BY_MESSAGE.find(([pattern]) => pattern.test(message));
  const found = byMessage ?? BY_CODE.find(([pattern]) => pattern.test(code));
  if (found === undefined) return undefined;
  const [, Kind, what, hint] = found;
  return new Kind(`${what}: ${message}`, { hint, cause: error });
}

/** Serialization failures and deadlocks; a server that is restarted, or was; a connection that was cut. */
const TRANSIENT_CODE = /^(40001|40P01|57P0[123]|53300|08...|ECONNREFUSED|ECONNRESET|EPIPE)$/;

/** Whether the same may succeed a moment later. Not what has waited long already: a lock, an answer, a time limit. */
export function isTransient(error: unknown): boolean {
  return TRANSIENT_CODE.test(codeOf(error)) || CONNECTION_LOST.test(messageOf(error));
}

/** A data exception quotes the value, which may be a text or a person's name: it must not get into a log. */
function withoutValue(code: string, message: string): string {
  return code.startsWith("22") ? message.replace(/".*"/s, '"…"') : message;
}

/** A host with several addresses fails with one error for each. */
function firstOf(error: unknown): unknown {
  return error instanceof AggregateError ? error.errors[0] : error;
}
