import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { connect, createServer } from 'node:net';

/** Stands between a store and a server, and cuts a connection at its next COMMIT. */
export interface SeveringProxy {
  /** The address of the server, by way of the proxy. */
  readonly url: string;
  /** Cuts the connection of the next COMMIT: before the server hears of it, or once it has answered. */
  sever(moment: 'before' | 'after'): void;
  /** Whether it still waits for that COMMIT. */
  isWaiting(): boolean;
  close(): Promise<void>;
}

/** Starts a proxy for the server of a URL. */
export async function createSeveringProxy(server: string): Promise<SeveringProxy> {
  const { hostname, port } = new URL(server);
  let armed: 'before' | 'after' | undefined;
  const proxy = createServer((client) => {
    const upstream = connect(Number(port), hostname);
    let mute = false;
    const cut = (): void => {
      client.destroy();
      upstream.destroy();
    };
    client.on('data', (data) => {
      const moment = /\bCOMMIT\b/.test(data.toString('latin1')) ? armed : undefined;
      if (moment === undefined) {
        upstream.write(data);
        return;
      }
      armed = undefined;
      if (moment === 'before') cut();
      else {
        mute = true;
        upstream.write(data);
      }
    });
    upstream.on('data', (data) => {
      if (mute) cut();
      else client.write(data);
    });
    for (const socket of [client, upstream]) socket.on('error', cut).on('close', cut);
  });
  proxy.listen(0, '127.0.0.1');
  await once(proxy, 'listening');
  const url = new URL(server);
  url.port = String((proxy.address() as AddressInfo).port);
  return {
    url: url.href,
    sever: (moment) => {
      armed = moment;
    },
    isWaiting: () => armed !== undefined,
    close: async () => {
      proxy.close();
      await once(proxy, 'close');
    },
  };
}
