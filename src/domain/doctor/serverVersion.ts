import type { Finding } from "./findings.js";

/** A flaw of row-level security: the first release of each major version that is free of it. */
interface Flaw {
  readonly id: string;
  readonly what: string;
  /** The first major version that had it. */
  readonly since: number;
  /** Major version → minor version. Later majors never had it; earlier ones, from `since` on, were never mended. */
  readonly fixedIn: Readonly<Record<number, number>>;
}

/** From https://www.postgresql.org/support/security/ and the release notes that it refers to. */
const FLAWS: readonly Flaw[] = [
  {
    id: "CVE-2025-8713",
    what: "statistics show sampled values of rows that policies hide",
    since: 9,
    fixedIn: { 17: 6, 16: 10, 15: 14, 14: 19, 13: 22 },
  },
  {
    id: "CVE-2024-10976",
    what: "policies below a subquery go by the wrong role",
    since: 9,
    fixedIn: { 17: 1, 16: 5, 15: 9, 14: 14, 13: 17, 12: 21 },
  },
  { id: "CVE-2023-39418", what: "merge passes by policies for update and select", since: 15, fixedIn: { 15: 4 } },
  {
    id: "CVE-2023-2455",
    what: "policies go by the wrong role after inlining",
    since: 9,
    fixedIn: { 15: 3, 14: 8, 13: 11, 12: 15, 11: 20 },
  },
];

/**
 * Known flaws of row-level security in a server: a warning each, since mltrain changes no role, merges nothing and sends
 * no statement of anybody else's, so that none of them alone lets it see a foreign row.
 *
 * @param version - `server_version_num`: major × 10,000 + minor, from version 10 on.
 */
export function judgeServer(version: number): readonly Finding[] {
  const major = Math.floor(version / 10_000);
  const minor = version % 10_000;
  return FLAWS.filter((flaw) => isIn(flaw, major, minor)).map(({ id, what, fixedIn }) => {
    const fixed = fixedIn[major];
    const upgrade =
      fixed === undefined ? "a major version that is still supported" : `${String(major)}.${String(fixed)}`;
    return {
      check: "server",
      level: "warning",
      message: `PostgreSQL ${String(major)}.${String(minor)} has ${id}: ${what}`,
      fix: [`Upgrade the server to ${upgrade} or later; no SQL mends it.`],
    };
  });
}

function isIn({ since, fixedIn }: Flaw, major: number, minor: number): boolean {
  if (major < since || major > Math.max(...Object.keys(fixedIn).map(Number))) return false;
  const fixed = fixedIn[major];
  return fixed === undefined || minor < fixed;
}
