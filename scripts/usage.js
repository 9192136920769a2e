/**
 * Writes docs/commands.md: what each command's --help says. With --check, fails if the file says something else.
 */
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";

const TARGET = "docs/commands.md";
const HEADER = `# Commands

What \`mltrain <command> --help\` prints; \`make docs\` writes this file.
`;

const document = [HEADER, ...sections([])].join("\n");

if (!process.argv.includes("--check")) {
  writeFileSync(TARGET, document);
} else if (document !== readOrEmpty(TARGET)) {
  process.stderr.write(`${TARGET} is out of date. Run "make docs".\n`);
  process.exitCode = 1;
}

/** The section of a command, then those of its subcommands. */
function sections(command) {
  const help = helpOf(command);
  const section = `## ${["mltrain", ...command].join(" ")}\n\n\`\`\`text\n${help.trimEnd()}\n\`\`\`\n`;
  return [section, ...subcommands(help).flatMap((name) => sections([...command, name]))];
}

/** Returns the help without a terminal and without settings, so that it is the same on every machine. */
function helpOf(command) {
  return execFileSync(process.execPath, ["dist/program/mltrain.js", ...command, "--help"], {
    encoding: "utf8",
    env: { PATH: process.env.PATH, NO_COLOR: "1" },
  });
}

/** The names under "Commands:", which are indented by two; a longer indent continues a description. */
function subcommands(help) {
  const list = /^Commands:\n((?: {2}.*\n?)*)/m.exec(help)?.[1] ?? "";
  return [...list.matchAll(/^ {2}([a-z][\w-]*)/gm)].map(([, name]) => name).filter((name) => name !== "help");
}

function readOrEmpty(path) {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    if (error.code === "ENOENT") return "";
    throw error;
  }
}
