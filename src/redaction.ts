/**
 * The user and password part of a URL, up to the last `@` of the line: passwords may hold anything that is not escaped,
 * blanks and quotes too. A database's URL is known by its name alone, in case a colon or a slash of it was forgotten. The
 * hints' own `user:password@host` is no secret.
 */
const IN_URL =
  /\b([a-z][a-z0-9+.-]{0,30}:\/\/|postgres(?:ql)?(?::\/{0,2}|\/{1,2}))(?![:/]*user(?::password)?@host\b)[^\n]*@/gi;
/** The same where the host was forgotten. */
const WITHOUT_HOST =
  /\b([a-z][a-z0-9+.-]{0,30}:\/\/|postgres(?:ql)?(?::\/{0,2}|\/{1,2}))(?!user:password@host\b)[^\s/@:]{1,200}:(?!\d*(?:[/?#\s]|$))[^\n]*/gi;
/** The same where the scheme is missing altogether, as of a variable that was not set. */
const WITHOUT_SCHEME = /(^|[\s"'<>(=])(?![a-z][a-z0-9+.-]*:\/\/|user(?::password)?@host\b)[^\s"'<>:]*:[^\s"'<>]*@/gi;
/**
 * `password=…`, as connection strings of keywords and values, and queries of URLs, have it: up to the next keyword, since a
 * blank or an ampersand may belong to it.
 */
const PASSWORD = /(?<!\w)(\w*(?:password|passwd|passphrase|pass|pwd))\s*=\s*\S[^\n]*?(?=[\s&;]\w+=|\n|$)/gi;
/** `authToken=…` and others of one word. */
const TOKEN = /(?<!\w)(\w*(?:token|secret|api_?key|access_?key))\s*=\s*[^\s&;/]+/gi;
/** The same in JSON. */
const IN_JSON = /("\w*(?:password|passwd|passphrase|pwd|token|secret)"\s*:\s*)"[^\n]*?(?:"(?=\s*[,}\n])|$)/gim;

/** Most characters that are looked through, and shown: what is given may be of any length. */
const LONGEST = 10_000;

/** The text without the users and passwords of connection strings in it, and cut where it is very long. */
export function redactSecrets(text: string): string {
  const cut = text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
  return cut
    .replace(IN_URL, "$1***@")
    .replace(WITHOUT_HOST, "$1***")
    .replace(IN_JSON, '$1"***"')
    .replace(PASSWORD, "$1=***")
    .replace(TOKEN, "$1=***")
    .replace(WITHOUT_SCHEME, "$1***@");
}

/** What paths seldom hold, and connection strings do. */
const UNLIKE_PATHS =
  /^-|["<>`\n]|:.*@|:\/\/|^(?:postgres(?:ql)?)?[:/]{1,2}[^/]*:|[?&]\w+=|(?:pass(?:word|wd|phrase)?|pwd|token|secret)\s*[=:\s]/i;
/** Longer than any system takes. */
const LONGEST_PATH = 4096;

/** A path as messages have it; something else that was given in its place may hold a password, and is not shown. */
export function shownPath(path: string): string {
  return path.length > LONGEST_PATH || UNLIKE_PATHS.test(path)
    ? "(a name that is not shown: it may hold a password)"
    : path;
}
