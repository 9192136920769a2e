const nothing = (): void => undefined;

/** Knex would print to the console what it throws as well. */
export const SILENT = { warn: nothing, error: nothing, deprecate: nothing, debug: nothing };
