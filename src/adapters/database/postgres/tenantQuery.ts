import pg from "pg";
import { SETTINGS_SQL, settingValues, type StatementSettings } from "../common/sessionSettings.js";

/** What is used of the driver's connection: messages of the wire protocol. */
interface Wire {
  parse(message: { readonly text: string }): void;
  bind(message: { readonly values: readonly string[] }): void;
  execute(message: { readonly rows: number }): void;
}

/** What is used of the driver's query beside its types. */
interface WireQuery extends pg.Query {
  prepare(connection: Wire): void;
  handleDataRow(message: unknown): void;
  handleCommandComplete(message: unknown, connection: unknown): void;
}

const Query = pg.Query as unknown as new (config: pg.QueryConfig & { readonly queryMode: "extended" }) => WireQuery;

let count = 0;
const NUMBERED_SQL = SETTINGS_SQL.replace(/\?/g, () => `$${++count}`);

/**
 * A statement that brings its settings along: both are sent in one message group, and the server runs a group as one
 * transaction. So a statement outside of a transaction costs no further round trip, and the settings end with it.
 */
export class TenantQuery extends Query {
  private settingsAreDone = false;

  constructor(
    statement: { readonly text: string; readonly values: readonly unknown[] },
    private readonly settings: StatementSettings,
  ) {
    // A statement without values would be sent by the simple protocol, in a transaction of its own.
    super({ text: statement.text, values: [...statement.values], queryMode: "extended" });
  }

  override prepare(connection: Wire): void {
    connection.parse({ text: NUMBERED_SQL });
    connection.bind({ values: settingValues(this.settings) });
    connection.execute({ rows: 0 });
    super.prepare(connection);
  }

  override handleDataRow(message: unknown): void {
    if (this.settingsAreDone) super.handleDataRow(message);
  }

  override handleCommandComplete(message: unknown, connection: unknown): void {
    if (this.settingsAreDone) super.handleCommandComplete(message, connection);
    this.settingsAreDone = true;
  }
}
