import { Command } from "commander";
import type { CommandLine } from "./execution/command.js";
import { addAssess } from "./commands/assess.js";
import { addDoctor } from "./commands/doctor.js";
import { addEvaluate } from "./commands/evaluate.js";
import { addImport } from "./commands/import.js";
import { addJob } from "./commands/job.js";
import { addMigrate } from "./commands/migrate.js";
import { addPredict } from "./commands/predict.js";
import { addReplay } from "./commands/replay.js";
import { addRollback } from "./commands/rollback.js";
import { addStatus } from "./commands/status.js";
import { addTrain } from "./commands/train.js";

const AFTER_HELP = `
Examples:
  mltrain migrate                                   create the tables in ./mltrain.sqlite
  mltrain import --tenant 1 --work-items items.csv  import data
  mltrain assess --tenant 1                         show which models need retraining, and why
  mltrain train --all-tenants --concurrency 4       retrain all tenants, for example every night
  mltrain predict --tenant 1 --out csv              predict the open items, with reasons
  mltrain rollback --tenant 1 --model lead_time     restore the previous version
  mltrain replay --tenant 1                         backtest the policies
  mltrain doctor                                    check tenant isolation in the database

Exit codes:
  0 success, or nothing to do    1 some models failed    2 condition met (--detailed-exitcode)
  64 usage error    65 bad data    66 not found    69 database unavailable    70 bug in mltrain
  73 corrupt artefact    75 try again later    77 tenants not isolated    78 configuration error
  130 or 143 stopped by a signal
`;

/** Defines all commands. Await `printed` to make sure that help was written. */
export function createProgram(line: CommandLine): { program: Command; printed: () => Promise<void> } {
  const { dependencies } = line;
  let writing = Promise.resolve();
  const program = new Command("mltrain")
    .description("Keeps the models of each tenant up to date: assesses, trains, promotes, evaluates and rolls back.")
    .version(dependencies.version, "-V, --version", "Print the version.")
    .helpOption("-h, --help", "Show this help.")
    .helpCommand("help [command]", "Show the help of a command.")
    .exitOverride()
    .enablePositionalOptions() // status has its own --version
    .configureOutput({
      writeOut: (text) => {
        writing = writing.then(() => dependencies.write(text));
      },
      writeErr: (text) => {
        writing = writing.then(() => dependencies.writeError(text));
      },
      outputError: () => undefined, // main prints the error
      getOutHasColors: () => false,
      getErrHasColors: () => false,
      getOutHelpWidth: () => 100,
      getErrHelpWidth: () => 100,
    })
    .addHelpText("after", AFTER_HELP);
  addAssess(program, line);
  addTrain(program, line);
  addEvaluate(program, line);
  addPredict(program, line);
  addRollback(program, line);
  addJob(program, line);
  addStatus(program, line);
  addReplay(program, line);
  addImport(program, line);
  addMigrate(program, line);
  addDoctor(program, line);
  return { program, printed: () => writing };
}
