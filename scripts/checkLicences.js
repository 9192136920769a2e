/**
 * Lists the licence of each package in a CycloneDX document; fails if one is not in the list of accepted licences.
 */
import { readFileSync } from "node:fs";

/** Permissive licences: a copy must carry their text, and nothing else is required. */
const ACCEPTED = [
  "0BSD",
  "Apache-2.0",
  "BlueOak-1.0.0",
  "BSD-2-Clause",
  "BSD-3-Clause",
  "CC0-1.0",
  "ISC",
  "MIT",
  "Unlicense",
];

const [document] = process.argv.slice(2);
if (document === undefined) throw new Error("usage: node scripts/checkLicences.js <CycloneDX file>");
const { components } = JSON.parse(readFileSync(document, "utf8"));

for (const { name, version, licenses = [] } of components) {
  const licences = licenses.map(({ license, expression }) => expression ?? license.id ?? license.name);
  const accepted = licences.length > 0 && licences.every(isAccepted);
  process.stdout.write(`${name} ${version}: ${licences.join(", ") || "no licence"}\n`);
  if (!accepted) {
    process.stderr.write(`${name} ${version}: this licence is not accepted. Accepted: ${ACCEPTED.join(", ")}.\n`);
    process.exitCode = 1;
  }
}

/** Reads an SPDX expression such as `(MIT OR GPL-3.0-only)`. Nested parentheses are never accepted. */
function isAccepted(expression) {
  const alternatives = expression.replace(/^\((.*)\)$/, "$1").split(" OR ");
  return alternatives.some((alternative) => alternative.split(" AND ").every((licence) => ACCEPTED.includes(licence)));
}
