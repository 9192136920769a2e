import { ConfigurationError } from "../../errors.js";

/** Where a database is. */
export type DatabaseAddress =
  { readonly kind: "sqlite"; readonly path: string } | { readonly kind: "postgres"; readonly url: string };

const SCHEME = /^([a-z][a-z0-9+.-]+):(.*)$/is;

/**
 * Takes a path of a SQLite file, also as `sqlite:PATH` or `file:PATH`, or a `postgres://` or `postgresql://` URL.
 *
 * @throws ConfigurationError for anything else; the message never shows a password.
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
      return { kind: "postgres", url };
    default:
      throw notUnderstood(`a database of the kind ${scheme ?? ""}: is not known: ${oneWord(url)}`);
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

/** A URL as messages have it: a blank in its password must not end what is redacted. */
export function oneWord(url: string): string {
  return url.replaceAll(/\s/g, "%20");
}
