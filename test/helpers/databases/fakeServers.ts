import { connect, createServer, type AddressInfo, type Server, type Socket } from "node:net";

/** A port of this machine on which a test decides what is answered. */
export interface FakeServer {
  readonly port: number;
  /** Cuts every connection, as a failing network does. */
  cut(): void;
  close(): Promise<void>;
}

/** Accepts connections and never says anything. */
export function silentServer(): Promise<FakeServer> {
  return serve(() => undefined);
}

/**
 * Answers each connection with one Postgres error and closes it.
 * @see https://www.postgresql.org/docs/current/protocol-message-formats.html, ErrorResponse
 */
export function refusingServer(sqlState: string, message: string): Promise<FakeServer> {
  const fields = Buffer.from(`SFATAL\0VFATAL\0C${sqlState}\0M${message}\0\0`);
  const length = Buffer.alloc(4);
  length.writeInt32BE(fields.length + length.length);
  return serve((socket) => socket.once("data", () => socket.end(Buffer.concat([Buffer.from("E"), length, fields]))));
}

/** Passes everything on to another port, until it is cut. */
export function proxyTo(host: string, port: number): Promise<FakeServer> {
  return serve((socket) => {
    const target = connect(port, host);
    target.on("error", () => socket.destroy());
    socket.on("close", () => target.destroy());
    socket.pipe(target).pipe(socket);
  });
}

/** Passes everything on to another port, and hangs up on the first connection that the answer says this on. */
export function proxyUntil(said: string, host: string, port: number): Promise<FakeServer> {
  let isOver = false;
  return serve((socket) => {
    const target = connect(port, host);
    target.on("error", () => socket.destroy());
    socket.on("close", () => target.destroy());
    socket.pipe(target);
    target.on("data", (answer) => {
      socket.write(answer);
      if (isOver || !answer.includes(said)) return;
      isOver = true;
      socket.end();
      target.destroy();
    });
  });
}

function serve(onConnection: (socket: Socket) => void): Promise<FakeServer> {
  const sockets = new Set<Socket>();
  const server: Server = createServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => undefined);
    onConnection(socket);
  });
  const cut = (): void => {
    for (const socket of sockets) socket.destroy();
  };
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      resolve({
        port: (server.address() as AddressInfo).port,
        cut,
        close: () => {
          cut();
          return new Promise((closed) =>
            server.close(() => {
              closed();
            }),
          );
        },
      });
    });
  });
}
