import type { Command, Option } from "commander";
import { ConfigurationError, UsageError } from "../../errors.js";
import { environmentVariable } from "./options.js";

export type Environment = Readonly<Record<string, string | undefined>>;

/** A flag for one option makes the variable of the other have no effect. */
const INSTEAD_OF: Readonly<Record<string, string>> = { tenant: "allTenants", allTenants: "tenant" };

/**
 * Sets options without a flag from their environment variables. Ignores empty variables.
 * @throws ConfigurationError if a value is not valid.
 */
export function applyEnvironment(command: Command, environment: Environment): void {
  const fromFlag = (key: string | undefined): boolean =>
    key !== undefined && command.getOptionValueSource(key) === "cli";
  for (const option of command.options) {
    const variable = environmentVariable(option);
    const text = variable === undefined ? undefined : valueIn(environment, variable);
    const key = option.attributeName();
    if (variable === undefined || text === undefined || fromFlag(key) || fromFlag(INSTEAD_OF[key])) continue;
    command.setOptionValueWithSource(key, parse(option, variable, text), "env");
  }
}

/** Returns the value of a variable; undefined if it is empty or not set. */
export function valueIn(environment: Environment, variable: string): string | undefined {
  const value = environment[variable];
  return value === "" ? undefined : value;
}

function parse(option: Option, variable: string, text: string): unknown {
  if (option.isBoolean()) return parseBoolean(variable, text);
  try {
    return option.parseArg === undefined ? text : option.parseArg<unknown>(text, undefined);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    const hint = error.hint === undefined ? {} : { hint: error.hint };
    throw new ConfigurationError(`environment variable ${variable}: ${error.message}`, { cause: error, ...hint });
  }
}

/** Parses a variable that is true or false. @throws ConfigurationError for other values. */
export function parseBoolean(variable: string, text: string): boolean {
  if (/^(1|true|yes|on)$/i.test(text)) return true;
  if (/^(0|false|no|off)$/i.test(text)) return false;
  throw new ConfigurationError(`environment variable ${variable} is ${JSON.stringify(text)}`, {
    hint: "Set it to true or false.",
  });
}
