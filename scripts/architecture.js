/**
 * Writes the pictures of layers and rooms into docs/architecture.md, from the imports; with --check it fails if they
 * are out of date. Arrows that follow from others are left out.
 */
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";

const FILE = "docs/architecture.md";
const LAYERS = ["bin", "cli", "reporting", "usecases", "adapters", "domain", "learning"];
const PICTURES = {
  layers: () => draw(imports((file) => layerOf(file))),
  "rooms of src/domain": () => draw(imports(roomOf("src/domain"))),
  "rooms of src/usecases": () => draw(imports(roomOf("src/usecases"))),
  "rooms of src/adapters": () => draw(imports(roomOf("src/adapters"))),
};

const { modules } = JSON.parse(
  execFileSync(
    process.execPath,
    [
      ...["node_modules/dependency-cruiser/bin/dependency-cruise.mjs", "--config", ".dependency-cruiser.cjs"],
      ...["--output-type", "json", "src", "bin"],
    ],
    { encoding: "utf8", maxBuffer: 1 << 28 },
  ),
);

const before = readFileSync(FILE, "utf8");
let after = before;
for (const [name, picture] of Object.entries(PICTURES)) {
  const marked = new RegExp(`(<!-- ${name} -->\n)[^]*?(<!-- end -->)`);
  if (!marked.test(after))
    throw new Error(`${FILE} has no place for the picture of ${name}: <!-- ${name} --> <!-- end -->`);
  after = after.replace(marked, (_, begin, end) => `${begin}\n\`\`\`mermaid\n${picture()}\`\`\`\n\n${end}`);
}

if (process.argv.includes("--check")) {
  if (after !== before) {
    console.error(`${FILE} does not show today's imports. Run: make docs`);
    process.exitCode = 1;
  }
} else {
  writeFileSync(FILE, after);
}

/** `src/usecases/train.ts` is in the layer usecases; what lies at the top of src is in none. */
function layerOf(file) {
  const [top, layer] = file.split("/");
  if (top === "bin") return "bin";
  return LAYERS.includes(layer) ? layer : undefined;
}

/** The room of a file within a layer; its files at the top are a room of their own, named by the layer. */
function roomOf(layer) {
  return (file) => {
    if (!file.startsWith(`${layer}/`)) return undefined;
    const [room, ...below] = file.slice(layer.length + 1).split("/");
    return below.length === 0 ? `${layer.split("/")[1]}/*.ts` : room;
  };
}

/** Which groups of files import which others. */
function imports(groupOf) {
  const arrows = new Map();
  for (const { source, dependencies } of modules) {
    const from = groupOf(source);
    if (from === undefined) continue;
    const targets = arrows.get(from) ?? new Set();
    arrows.set(from, targets);
    for (const { resolved } of dependencies) {
      const to = groupOf(resolved);
      if (to !== undefined && to !== from) targets.add(to);
    }
  }
  return arrows;
}

/** Mermaid's text, the arrows that follow from others left out. */
function draw(arrows) {
  const names = [...arrows.keys()].sort();
  const id = (name) => name.replace(/\W/g, "_");
  // A name that is its own id and has an arrow needs no line of its own.
  const drawn = new Set(names.flatMap((from) => [...arrows.get(from)].flatMap((to) => [from, to])));
  const nodes = names
    .filter((name) => id(name) !== name || !drawn.has(name))
    .map((name) => `  ${id(name)}["${name}"]\n`);
  const lines = names.flatMap((from) =>
    [...arrows.get(from)]
      .sort()
      .filter((to) => ![...arrows.get(from)].some((other) => other !== to && reaches(arrows, other, to)))
      .map((to) => `  ${id(from)} --> ${id(to)}\n`),
  );
  return `flowchart LR\n${nodes.join("")}${lines.join("")}`;
}

function reaches(arrows, from, to, seen = new Set()) {
  if (from === to) return true;
  if (seen.has(from)) return false;
  seen.add(from);
  return [...(arrows.get(from) ?? [])].some((next) => reaches(arrows, next, to, seen));
}
