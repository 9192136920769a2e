import { ConfigurationError } from "../../../errors.js";

/** Where a database is. */
export type DatabaseAddress =
  { readonly kind: "sqlite"; readonly path: string } | { readonly kind: "postgres"; readonly url: string };

const SCHEME = /^([a-z][a-z0-9+.-]+):(.*)$/is;

/**
 * Takes a path of a SQLite file, also as `sqlite:PATH` or `file:PATH`, or a `postgres://` or `postgresql://` URL.
 *
 * @throws ConfigurationError for anything else; the message shows none of it but the scheme, as there may be a password anywhere.
 */
export function parseDatabaseUrl(text: string): DatabaseAddress {
  const url = text.trim();
  if (url === "") throw notUnderstood("the database is named by an empty text");
  const [, scheme, rest = ""] = SCHEME.exec(url) ?? [];
  switch (scheme?.toLowerCase()) {
    case undefined:
      return { kind: "sqlite", path: url };
    case "sqlite":
    case "file":
      // Two slashes begin the host part of a URL: `file:///data/x` and `file:/data/x` are the same file.
      return { kind: "sqlite", path: pathOf(rest.replace(/^\/\//, "")) };
    case "postgres":
    case "postgresql":
      checkPostgresUrl(url);
      return { kind: "postgres", url };
    default:
      throw notUnderstood(
        rest.startsWith("//")
          ? `a database of the kind ${scheme ?? ""}: is not known`
          : "the database is named by what is neither the path of a file nor a URL",
      );
  }
}

function pathOf(path: string): string {
  if (path === "") throw notUnderstood("the URL of the SQLite file has no path");
  return path;
}

function notUnderstood(message: string): ConfigurationError {
  return new ConfigurationError(message, {
    hint: "Give the path of a SQLite file, or postgres://user@host:port/database.",
  });
}

/** Refuses what the driver would take for a host, a port or a database, and so show, though it is a part of the password. */
function checkPostgresUrl(url: string): void {
  if (!/^\w+:\/\//.test(url)) throw malformed("there are no two slashes after its first colon");
  if (url.includes("#")) throw malformed("it has a #");
  if (/^\w+:\/\/[^/?]*\/[^?]*@/.test(url)) throw malformed("it has an @ after a slash");
}

/** Of the URL nothing is shown, nor is an error kept that holds it. */
export function malformed(reason: string): ConfigurationError {
  return new ConfigurationError(`the database URL is malformed: ${reason}`, {
    hint: "Write postgres://user:password@host:5432/database, with @ : / ? # in the password written as %40 %3A %2F %3F %23.",
  });
}
