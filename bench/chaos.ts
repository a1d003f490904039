import { parseArgs } from 'node:util';

import type { Part, ServerName } from './chaos/part.ts';
import { commits } from './chaos/commits.ts';
import { documents } from './chaos/documents.ts';
import { http } from './chaos/http.ts';
import { kills } from './chaos/kills.ts';
import { processes } from './chaos/processes.ts';
import { simulate } from './chaos/simulate.ts';
import { sink } from './chaos/sink.ts';

const parts: Readonly<Record<string, Part>> = { simulate, processes, kills, commits, sink, documents, http };

const usage = `usage: npm run chaos -- PART [options]

${Object.entries(parts).map(describePart).join('\n\n')}

Of all parts:
  --seed N       what chance begins with (default: a new one, which is printed)
  --bug NAME     the negative control: puts a bug in, which must be found
The exit code is 0 if every promise was kept, with --bug if one was broken. What is put under load is on 127.0.0.1 and was
started by the run, which ends it.`;

function describePart([name, { about, sizes, bugs, databases }]: [string, Part]): string {
  const option = (text: string, meaning: string): string => `    ${text.padEnd(18)} ${meaning}`;
  return [
    `  ${name}: ${about}`,
    ...(databases === undefined
      ? []
      : [option('--database NAME', `${databases.join(' or ')} (default: ${databases[0]})`)]),
    ...Object.entries(sizes).map(([size, [usual, meaning]]) => option(`--${size} N`, `${meaning} (default: ${usual})`)),
    ...Object.entries(bugs).map(([bug, meaning]) => option(`--bug ${bug}`, meaning)),
  ].join('\n');
}

const sizeNames = new Set(Object.values(parts).flatMap(({ sizes }) => Object.keys(sizes)));

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      ...Object.fromEntries([...sizeNames].map((name) => [name, { type: 'string' }] as const)),
      seed: { type: 'string', default: String(Math.floor(Math.random() * 1_000_000_000)) },
      bug: { type: 'string' },
      database: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  const [name = ''] = positionals;
  const part = parts[name];
  if (values['help'] === true || part === undefined) {
    console.log(usage);
    return values['help'] === true ? 0 : 2;
  }
  const given = values as unknown as Readonly<Record<string, string | undefined>>;
  const sizes = Object.fromEntries(
    Object.entries(part.sizes).map(([size, [usual]]) => [size, readNumber(size, given[size] ?? String(usual))]),
  );
  const seed = readNumber('seed', given['seed'] ?? '');
  const { bug } = given;
  if (bug !== undefined && !Object.hasOwn(part.bugs, bug)) throw new TypeError(`${name} has no bug "${bug}".`);
  const database = part.databases?.find((each) => each === (given['database'] ?? part.databases?.[0]));
  if (given['database'] !== undefined && database === undefined) {
    throw new TypeError(`${name} does not run on "${given['database']}".`);
  }

  console.log(JSON.stringify({ part: name, ...sizes, ...optional({ database, bug }), seed }));
  const started = performance.now();
  const { violations, figures } = await part.run({ sizes, seed, bug, database, say: (line) => console.log(line) });
  const seconds = Math.round((performance.now() - started) / 1_000);
  for (const violation of violations.slice(0, 5)) console.log(violation);
  console.log(JSON.stringify({ ...figures, violations: violations.length, seconds }));
  return violations.length > 0 === (bug !== undefined) ? 0 : 1;
}

function readNumber(name: string, text: string): number {
  const number = Number(text);
  if (text === '' || !Number.isFinite(number)) throw new TypeError(`--${name} must be a number, not "${text}".`);
  return number;
}

function optional(members: { readonly database: ServerName | undefined; readonly bug: string | undefined }): object {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined));
}

process.exitCode = await main();
