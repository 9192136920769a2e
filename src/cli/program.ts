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
  mltrain migrate                                   make the tables, in ./mltrain.sqlite
  mltrain import --tenant 1 --work-items items.csv  bring data in
  mltrain assess --tenant 1                         which models need retraining, and why
  mltrain train --all-tenants --concurrency 4       what a nightly job runs
  mltrain predict --tenant 1 --out csv              what the open items will take, and why
  mltrain rollback --tenant 1 --model lead_time     put the previous version back
  mltrain replay --tenant 1                         what each policy would have done
  mltrain doctor                                    does the database keep tenants apart by itself?

Exit codes:
  0 done, or rightly nothing to do    1 some models failed    2 detected (--detailed-exitcode)
  64 usage    65 bad data    66 not found    69 database unavailable    70 bug    73 bad version
  75 try later    77 isolation    78 configuration    130, 143 stopped by a signal
`;

/** The command line's grammar; `printed` waits until help has been written out. */
export function createProgram(line: CommandLine): { program: Command; printed: () => Promise<void> } {
  const { dependencies } = line;
  let writing = Promise.resolve();
  const program = new Command("mltrain")
    .description("Keeps each tenant's models up to date: decides, trains, evaluates and rolls back.")
    .version(dependencies.version, "-V, --version", "print the version")
    .exitOverride()
    .enablePositionalOptions() // status has a --version of its own
    .configureOutput({
      writeOut: (text) => {
        writing = writing.then(() => dependencies.write(text));
      },
      writeErr: (text) => {
        writing = writing.then(() => dependencies.writeError(text));
      },
      outputError: () => undefined, // main says what went wrong
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
