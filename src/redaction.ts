/**
 * The user and password part of a URL, up to the last `@` of the word: passwords may hold an `@` that is not escaped.
 * A database's URL is known by its name alone, in case a colon or a slash of it was forgotten. The hints' own
 * `user:password@` is no secret.
 */
const IN_URL = /\b([a-z][a-z0-9+.-]{0,30}:\/\/|postgres(?:ql)?:?\/{0,2})(?![:/]*user(?::password)?@)[^\s"'<>]*@/gi;
/** The same where the scheme is missing altogether, as of a variable that was not set. */
const WITHOUT_SCHEME = /(^|[\s"'<>(=])(?![a-z][a-z0-9+.-]*:\/\/|user(?::password)?@)[^\s"'<>:]*:[^\s"'<>]*@/gi;
/** `password=…`, as connection strings of keywords and values, and queries of URLs, have it. */
const BY_KEYWORD = /\b(\w*(?:password|passwd|pwd))\s*=\s*(?:"[^"]*"|'(?:[^'\\]|\\.)*'|[^\s&;]+)/gi;

/** The text without the users and passwords of connection strings in it. */
export function redactSecrets(text: string): string {
  return text.replace(IN_URL, "$1***@").replace(BY_KEYWORD, "$1=***").replace(WITHOUT_SCHEME, "$1***@");
}
