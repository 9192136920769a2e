/**
 * The user and password part of a URL, up to the last `@` of the line: passwords may hold anything that is not escaped,
 * blanks and quotes too. A database's URL is known by its name alone, in case a colon or a slash of it was forgotten. The
 * hints' own `user:password@` is no secret.
 */
const IN_URL =
  /\b([a-z][a-z0-9+.-]{0,30}:\/\/|postgres(?:ql)?(?::\/{0,2}|\/{1,2}))(?![:/]*user(?::password)?@)[^\n]*@/gi;
/** The same where the host was forgotten. */
const WITHOUT_HOST = /\b([a-z][a-z0-9+.-]{0,30}:\/\/)(?!user(?::password)?@)[^\s/@:]+:(?!\d*(?:[/?#\s]|$))[^\n]*/gi;
/** The same where the scheme is missing altogether, as of a variable that was not set. */
const WITHOUT_SCHEME = /(^|[\s"'<>(=])(?![a-z][a-z0-9+.-]*:\/\/|user(?::password)?@)[^\s"'<>:]*:[^\s"'<>]*@/gi;
/**
 * `password=…`, as connection strings of keywords and values, and queries of URLs, have it: up to the next keyword, since a
 * blank or an ampersand may belong to it.
 */
const BY_KEYWORD = /(\w*(?:password|passwd|pwd|token|secret|key))\s*=\s*\S[^\n]*?(?=[\s&;]+\w+=|\n|$)/gi;
/** The same in JSON. */
const IN_JSON = /("\w*(?:password|passwd|pwd|token|secret|key)"\s*:\s*)"[^\n]*?(?:"(?=\s*[,}\n])|$)/gim;

/** The text without the users and passwords of connection strings in it. */
export function redactSecrets(text: string): string {
  return text
    .replace(IN_URL, "$1***@")
    .replace(WITHOUT_HOST, "$1***")
    .replace(IN_JSON, '$1"***"')
    .replace(BY_KEYWORD, "$1=***")
    .replace(WITHOUT_SCHEME, "$1***@");
}

/** What paths seldom hold, and connection strings do. */
const UNLIKE_PATHS = /["<>`{};]|:.*@|:\/\/|^[^\\/]+:(?![\\/])|(user|host|pass\w*|pwd|token|secret|key)\s*=/i;

/** A path as messages have it; something else that was given in its place may hold a password, and is not shown. */
export function shownPath(path: string): string {
  return UNLIKE_PATHS.test(path) ? "(a name that is not shown: it may hold a password)" : path;
}
