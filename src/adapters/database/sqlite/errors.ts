import { ConfigurationError, DatabaseUnavailableError, MltrainError, TryLaterError } from "../../../errors.js";
import { shownPath } from "../../../redaction.js";
import { codeOf, messageOf } from "../common/driverErrors.js";

const MIGRATE = "Run `mltrain migrate`, or check the names that the config file maps relations and columns to.";

/** What the driver's error means to whoever runs the program; `undefined` if it is not about the database's state. */
export function explainSqlite(error: unknown): MltrainError | undefined {
  if (error instanceof MltrainError) return error;
  const message = messageOf(error);
  const details = (hint: string) => ({ hint, cause: error });
  const code = codeOf(error);
  // Extended codes begin with the plain one: SQLITE_BUSY_SNAPSHOT, SQLITE_READONLY_DIRECTORY.
  const [, kind = ""] = /^SQLITE_([A-Z]+)/.exec(code) ?? [];
  switch (kind) {
    case "BUSY":
    case "LOCKED":
      return new TryLaterError(
        `the SQLite file is in use: ${message}`,
        details("Another program writes to it. Try again."),
      );
    case "NOTADB":
    case "CORRUPT":
      return new ConfigurationError(
        `the file is not a SQLite database: ${message}`,
        details("Name another file, or restore this one from a backup."),
      );
    case "READONLY":
    case "CANTOPEN":
    case "PERM":
    case "AUTH":
      return notWritable(message, error);
    case "IOERR":
    case "FULL":
    case "NOMEM":
    case "PROTOCOL":
      return new DatabaseUnavailableError(
        `the SQLite file failed: ${message}`,
        details("Check the disk, then try again."),
      );
    case "ERROR":
      if (READ_ONLY.test(message)) return notWritable(message, error);
      if (/cannot modify .* because it is a view/.test(message)) {
        const hint = "Mltrain writes to job_schedules: map it to a table, or to a view with triggers that write.";
        return new ConfigurationError(`the database does not do this with the relation: ${message}`, details(hint));
      }
      return /no such (table|column|view)|has no column named/.test(message)
        ? new ConfigurationError(`the database lacks what a query asks for: ${message}`, details(MIGRATE))
        : undefined;
    default:
      return explainWithoutCode(message, error);
  }
}

/** What preparing a statement on such a file says, without SQLite's code for it. */
const READ_ONLY = /readonly database/;

function notWritable(message: string, cause: unknown): ConfigurationError {
  return new ConfigurationError(`the SQLite file cannot be written: ${message}`, {
    hint: "Its file and its folder must be writable by the user that mltrain runs as.",
    cause,
  });
}

/** Opening fails without a code, with SQLite's result code at the end of the message. */
function explainWithoutCode(message: string, error: unknown): MltrainError | undefined {
  if (READ_ONLY.test(message)) return notWritable(message, error);
  const [, path] = /Unable to open connection to local database (.*): \d+/.exec(message) ?? [];
  return path === undefined
    ? undefined
    : new ConfigurationError(`the SQLite file ${shownPath(path)} cannot be opened`, {
        hint: "It must be readable and writable by the user that mltrain runs as, and not be a folder.",
        cause: error,
      });
}
