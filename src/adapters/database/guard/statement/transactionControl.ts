/** What Knex begins and ends transactions with; SQLite's forms are not of PostgreSQL's grammar. */
const CONTROL =
  /^(?:BEGIN(?: IMMEDIATE| DEFERRED)?|COMMIT|ROLLBACK|(?:SAVEPOINT|RELEASE SAVEPOINT|ROLLBACK TO SAVEPOINT) trx\d+);?$/;

/** Whether a text is one of these, and nothing besides. */
export function isControl(sql: string): boolean {
  return CONTROL.test(sql);
}

/** Whether a setting of the transaction may be another afterwards. */
export function endsTransaction(sql: string): boolean {
  return !sql.startsWith("SAVEPOINT");
}
