import { createConnection } from "node:net";

/** How long statements may still take once the process was asked to stop; what remains to be done then is short. */
const GRACE_MS = 3000;

/** What a cancel request says of a connection that the driver has opened. */
export interface Cancellable {
  readonly host: string;
  readonly port: number;
  readonly processID: number | null;
  readonly secretKey: number | null;
}

/** Has the server cancel what still runs on these connections some time after the signal was given. */
export function cancelAfter(signal: AbortSignal, connections: () => Iterable<Cancellable>): void {
  const cancelAll = (): void => {
    for (const connection of connections()) cancel(connection);
  };
  signal.addEventListener("abort", () => setTimeout(cancelAll, GRACE_MS).unref(), { once: true });
}

/**
 * Asks as every client of Postgres does: on a connection of its own, which the server closes without an answer. A
 * connection on which nothing runs stays as it is.
 *
 * @see https://www.postgresql.org/docs/current/protocol-flow.html#PROTOCOL-FLOW-CANCELING-REQUESTS
 */
function cancel({ host, port, processID, secretKey }: Cancellable): void {
  if (processID === null || secretKey === null) return;
  const request = Buffer.alloc(16);
  [request.length, (1234 << 16) | 5678, processID, secretKey].forEach((part, i) => request.writeInt32BE(part, 4 * i));
  const isSocket = host.startsWith("/");
  const connection = isSocket ? createConnection(`${host}/.s.PGSQL.${port}`) : createConnection(port, host);
  connection.on("error", () => undefined); // a server that is gone runs no statement
  connection.end(request);
}
