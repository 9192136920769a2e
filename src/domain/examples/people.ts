/** The categories of examples whose names are those of people. */
export const PEOPLE: readonly string[] = ["assignee", "author"];
