import type { ChildProcess } from 'node:child_process';
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { delimiter, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

import { sql } from 'kysely';

import type { Database } from '../../test/adapters/kysely/databases.ts';
import { connectTo } from '../../test/adapters/kysely/databases.ts';
import type { ServerName } from './part.ts';

/** A database server of one's own, on 127.0.0.1, with its data in a temporary folder. */
export interface Server {
  readonly database: Database;
  /** Ends every process of it with SIGKILL, as a crash does, and starts it again. */
  crash(): Promise<void>;
  /** Ends it and removes its data. */
  stop(): Promise<void>;
}

/** Settings that make a server lose what it has acknowledged when it crashes. */
export type Forgetful = { readonly forgetful?: boolean };

/** Whether this machine has the programs of a server. */
export function canStart(name: ServerName): boolean {
  return findProgram(programsOf[name]) !== undefined;
}

/** Starts a server. */
export function startServer(name: ServerName, settings: Forgetful = {}): Promise<Server> {
  return name === 'postgres' ? startPostgres(settings) : startMariadb(settings);
}

const programsOf: Readonly<Record<ServerName, string>> = { postgres: 'initdb', mariadb: 'mariadb-install-db' };

async function startPostgres({ forgetful = false }: Forgetful): Promise<Server> {
  const owner = findOwner('postgres');
  const directory = createFolder(owner);
  const data = join(directory, 'data');
  await run('initdb', ['--pgdata', data, '--username', 'postgres', '--auth', 'trust', '--encoding', 'UTF8'], owner);
  const port = await findFreePort();
  const settings = {
    port,
    listen_addresses: '127.0.0.1',
    unix_socket_directories: directory,
    max_connections: 300,
    synchronous_commit: forgetful ? 'off' : 'on',
  };
  const input = ['-D', data, ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])];
  const url = `postgres://postgres@127.0.0.1:${port}/postgres`;
  const database: Database = { name: 'PostgreSQL', dialect: 'postgres', url };
  return keep(directory, database, () => start(database, () => launch('postgres', input, owner)));
}

async function startMariadb({ forgetful = false }: Forgetful): Promise<Server> {
  const owner = findOwner('mysql');
  const directory = createFolder(owner);
  const data = join(directory, 'data');
  const quiet = ['--no-defaults', `--datadir=${data}`];
  await run('mariadb-install-db', [...quiet, '--auth-root-authentication-method=normal', '--skip-test-db'], owner);
  const port = await findFreePort();
  const input = [
    ...quiet,
    `--port=${port}`,
    '--bind-address=127.0.0.1',
    `--socket=${join(directory, 'socket')}`,
    `--pid-file=${join(directory, 'pid')}`,
    '--max-connections=300',
    `--innodb-flush-log-at-trx-commit=${forgetful ? 0 : 1}`,
  ];
  const url = `mysql://root@127.0.0.1:${port}/mysql`;
  const database: Database = { name: 'MariaDB', dialect: 'mysql', url };
  return keep(directory, database, () => start(database, () => launch('mariadbd', input, owner)));
}

async function keep(directory: string, database: Database, begin: () => Promise<ChildProcess>): Promise<Server> {
  const remove = (): void => rmSync(directory, { recursive: true, force: true });
  let running = await begin();
  // Whatever ends this process ends the server too.
  const endWithUs = (): void => {
    killAll(running);
    remove();
  };
  process.on('exit', endWithUs);
  const end = async (): Promise<void> => {
    const ended = once(running, 'exit');
    killAll(running);
    await ended;
  };
  return {
    database,
    crash: async () => {
      await end();
      running = await begin();
    },
    stop: async () => {
      process.off('exit', endWithUs);
      await end();
      remove();
    },
  };
}

/** The user that a server runs as: none, unless it would be root, which these servers refuse to run as. */
interface Owner {
  readonly uid: number;
  readonly gid: number;
}

function findOwner(user: string): Owner | undefined {
  if (userInfo().uid !== 0) return undefined;
  const id = (flag: string): number => Number(execFileSync('id', [flag, user], { encoding: 'utf8' }));
  return { uid: id('-u'), gid: id('-g') };
}

function createFolder(owner: Owner | undefined): string {
  const directory = mkdtempSync(join(tmpdir(), 'contract-rollout-server-'));
  if (owner !== undefined) chownSync(directory, owner.uid, owner.gid);
  return directory;
}

function findProgram(name: string): string | undefined {
  const debian = '/usr/lib/postgresql';
  const versions = existsSync(debian) ? readdirSync(debian).map((version) => join(debian, version, 'bin')) : [];
  const folders = [...(process.env['PATH'] ?? '').split(delimiter), '/usr/sbin', ...versions];
  return folders.map((folder) => join(folder, name)).find((path) => existsSync(path));
}

function launch(name: string, input: readonly string[], owner: Owner | undefined): ChildProcess {
  const program = findProgram(name);
  if (program === undefined) throw new Error(`${name} is not installed.`);
  const { PATH = '' } = process.env;
  return spawn(program, input, { stdio: ['ignore', 'ignore', 'pipe'], env: { PATH, LC_ALL: 'C' }, ...owner });
}

async function run(name: string, input: readonly string[], owner: Owner | undefined): Promise<void> {
  const child = launch(name, input, owner);
  const complaints = listen(child);
  const [code] = (await once(child, 'exit')) as [number | null];
  if (code !== 0) throw new Error(`${name} ended with ${code}: ${complaints()}`);
}

/** Starts a server and waits until it answers; what a crashed one has left may hold it up for a moment. */
async function start(database: Database, begin: () => ChildProcess): Promise<ChildProcess> {
  const deadline = performance.now() + 60_000;
  for (;;) {
    const child = begin();
    const complaints = listen(child);
    while (child.exitCode === null && performance.now() < deadline) {
      if (await answers(database)) return child;
      await pause(20);
    }
    if (performance.now() > deadline) {
      killAll(child);
      throw new Error(`${database.name} does not start: ${complaints()}`);
    }
    await pause(100);
  }
}

function listen(child: ChildProcess): () => string {
  let text = '';
  child.stderr?.setEncoding('utf8').on('data', (more: string) => {
    text = `${text}${more}`.slice(-2_000);
  });
  return () => text;
}

/** Whether a server takes statements: its port alone is open before that. */
async function answers(database: Database): Promise<boolean> {
  const db = connectTo(database, 1);
  try {
    await sql`SELECT 1`.execute(db);
    return true;
  } catch {
    return false;
  } finally {
    await db.destroy();
  }
}

/** Kills a process and those that it has started, all of them at the same moment as far as that is possible. */
function killAll({ pid }: ChildProcess): void {
  if (pid === undefined) return;
  for (const each of [pid, ...childrenOf(pid)]) {
    try {
      process.kill(each, 'SIGKILL');
    } catch {
      // It has ended by itself.
    }
  }
}

function childrenOf(pid: number): readonly number[] {
  try {
    return readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').filter(Boolean).map(Number);
  } catch {
    return [];
  }
}

async function findFreePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
