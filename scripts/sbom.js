/**
 * Writes the software bill of materials of the runtime dependencies (CycloneDX) to the file that is named.
 */
import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const [target] = process.argv.slice(2);
if (target === undefined) throw new Error("usage: node scripts/sbom.js <file>");

const temporary = mkdtempSync(join(tmpdir(), "mltrain-sbom-"));
const folder = join(temporary, "mltrain"); // npm names the root of the document after its folder
const npm = (...args) =>
  execFileSync("npm", [...args, "--silent"], { cwd: folder, encoding: "utf8", stdio: ["ignore", "pipe", "inherit"] });
try {
  mkdirSync(folder);
  for (const file of ["package.json", "package-lock.json", ".npmrc"]) cpSync(file, join(folder, file));
  // `npm sbom --omit dev` alone also omits each runtime package that a development package uses, such as pg. So it runs on
  // an installation without development packages, whose package.json does not name them.
  npm("ci", "--omit=dev", "--ignore-scripts");
  npm("pkg", "delete", "devDependencies");
  writeFileSync(target, npm("sbom", "--sbom-format", "cyclonedx", "--sbom-type", "application", "--omit", "dev"));
} finally {
  rmSync(temporary, { recursive: true, force: true });
}
