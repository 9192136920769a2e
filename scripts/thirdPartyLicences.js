import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const PACKAGE_FOLDER = /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/;

/**
 * Returns the licence texts of all packages that a bundle contains. Their licences require that each copy carries them.
 *
 * @param {import("esbuild").Metafile} metafile - what esbuild says about the bundle.
 * @throws Error if a package has no licence text.
 */
export function thirdPartyLicences(metafile) {
  const files = Object.values(metafile.outputs).flatMap(({ inputs }) =>
    Object.keys(inputs).filter((file) => inputs[file].bytesInOutput > 0),
  );
  const folders = new Set(files.flatMap((file) => PACKAGE_FOLDER.exec(file) ?? []));
  const sections = [...folders].sort().map((folder) => {
    const { name, version, license } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
    return `${name} ${version} (${license})\n\n${licenceText(folder)}\n`;
  });
  return ["program.js contains code of these packages.\n", ...sections].join(`\n${"-".repeat(80)}\n\n`);
}

/** Returns the text of the licence file, or of the licence section of the README where there is no such file. */
function licenceText(folder) {
  const names = readdirSync(folder);
  const texts = names
    .filter((name) => /^(licence|license|copying|notice)/i.test(name))
    .map((name) => readFileSync(join(folder, name), "utf8").trim());
  if (texts.length > 0) return texts.join("\n\n");

  const readme = names.find((name) => /^readme/i.test(name));
  const section = readme && /^#+ *(?:licence|license)\s+([^]*)/im.exec(readFileSync(join(folder, readme), "utf8"))?.[1];
  if (!section) throw new Error(`${folder} is bundled, and has no licence text. Add it, or do not bundle the package.`);
  return section.trim();
}
