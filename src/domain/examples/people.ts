/** The categories whose values are names of people. */
export const PEOPLE: readonly string[] = ["assignee", "author"];
