import type { Command } from "commander";
import { addCommand, type CommandLine, type CommandSpec } from "../execution/command.js";
import {
  asOfOption,
  commonOptions,
  fleetOptions,
  learnersOption,
  modelOption,
  policyOption,
  tenantOption,
  timeLimitOptions,
  type AsOfOptions,
  type CommonOptions,
  type FleetOptions,
  type LearnersOptions,
  type ModelsOptions,
  type PolicyOptions,
  type TenantOptions,
  type TimeLimitOptions,
} from "../options/options.js";
import { print } from "../execution/output.js";
import { platformOptions, withPlatform } from "../execution/platform.js";
import { readCommandInput, requireTenant } from "../options/selection.js";

export function addJob(program: Command, line: CommandLine): void {
  const job = program.command("job").description("Run as the tenant's ML Training job in the platform's schedule.");
  addCommand(job, ENSURE, line);
  addCommand(job, runSpec(line), line);
}

const ENSURE: CommandSpec<TenantOptions & CommonOptions> = {
  name: "ensure",
  description: "Create the tenant's ML Training row in job_schedules if it is missing.",
  options: [tenantOption(), ...commonOptions()],
  async run(options, dependencies) {
    const tenant = requireTenant(options);
    const result = await withPlatform(dependencies, platformOptions(options, dependencies), (platform) =>
      dependencies.useCases.ensureJob(platform, { tenant }),
    );
    await print(
      {
        document: async () => (await import("../../reporting/json/job.js")).jobEnsureDocument(result),
        text: async () => (await import("../../reporting/text/job.js")).jobEnsureText(result),
      },
      options,
      dependencies,
    );
    return result.exitCode;
  },
};

type RunOptions = FleetOptions &
  ModelsOptions &
  AsOfOptions &
  PolicyOptions &
  LearnersOptions &
  TimeLimitOptions &
  CommonOptions;

function runSpec({ dependencies: { now } }: CommandLine): CommandSpec<RunOptions> {
  return {
    name: "run",
    description: "Claim the job, retrain what needs it, mark the job FINISHED and set the next job PENDING.",
    options: [
      ...fleetOptions(),
      modelOption(),
      asOfOption(now),
      policyOption(),
      learnersOption(),
      ...timeLimitOptions(),
      ...commonOptions(),
    ],
    examples: ["mltrain job run --tenant 7", "mltrain job run --all-tenants --shard 0/4"],
    async run(options, dependencies) {
      const input = readCommandInput(options, dependencies.environment);
      const result = await withPlatform(dependencies, platformOptions(options, dependencies), (platform) =>
        dependencies.useCases.runJob(platform, input),
      );
      await print(
        {
          document: async () => (await import("../../reporting/json/job.js")).jobRunDocument(result),
          text: async (page) => (await import("../../reporting/text/job.js")).jobRunText(result, input.tenants, page),
        },
        options,
        dependencies,
      );
      return result.exitCode;
    },
  };
}
