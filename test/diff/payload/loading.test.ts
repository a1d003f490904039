import fs from 'node:fs';
import { createRequire } from 'node:module';
import net from 'node:net';

import { afterEach, expect, it, vi } from 'vitest';

import { avroRules, compareAvro } from '../../../src/diff/avro/index.ts';
import { compareProtobuf, protobufRules } from '../../../src/diff/protobuf/index.ts';

const { cache } = createRequire(import.meta.url);
const isLoaded = (name: string): boolean => Object.keys(cache).some((path) => path.includes(`/node_modules/${name}/`));

const proto = (type: string, line = ''): string => `syntax = "proto3"; ${line} message M { ${type} a = 1; }`;

afterEach(() => {
  vi.restoreAllMocks();
});

it('the packages of a format are loaded by the first comparison that needs them', async () => {
  expect([isLoaded('avsc'), isLoaded('protobufjs')]).toEqual([false, false]);
  await compareAvro({ baseline: 'int', candidate: { type: 'int' }, direction: 'receive' });
  expect([isLoaded('avsc'), isLoaded('protobufjs')]).toEqual([true, false]);
  await compareProtobuf({ baseline: proto('int32'), candidate: proto('bool'), direction: 'send' });
  expect([isLoaded('avsc'), isLoaded('protobufjs')]).toEqual([true, true]);
});

it('nothing is read from files or the network, whatever a schema names', async () => {
  const touched = watch();
  const names = [
    '/etc/passwd',
    'file:///etc/passwd',
    'http://127.0.0.1:1/x.proto',
    './package.json',
    'google/protobuf/api.proto',
  ];
  for (const name of names) {
    for (const line of [`import "${name}";`, `import public "${name}";`, `import weak "${name}";`]) {
      const sides = { baseline: proto('int32', line), candidate: proto('bool', line), direction: 'send' } as const;
      expect((await compareProtobuf(sides))._unsafeUnwrap()).toMatchObject([{ rule: 'protobuf-undecided' }]);
    }
    const avro = { baseline: { type: name }, candidate: { $ref: name }, direction: 'send' } as const;
    expect((await compareAvro(avro)).isErr()).toBe(true);
  }
  const common = 'import "google/protobuf/any.proto";';
  await compareProtobuf({
    baseline: proto('google.protobuf.Any', common),
    candidate: proto('int32'),
    direction: 'send',
  });
  expect(touched()).toEqual([]);

  // The watch sees the parser's own loader.
  const { default: protobuf } = await import('protobufjs');
  expect(() => protobuf.loadSync('/nowhere/x.proto')).toThrow(/no such file/);
  expect(touched()).toContain('readFileSync');
});

/** Notes each call that opens a file or a connection. */
function watch(): () => readonly string[] {
  const calls: string[] = [];
  const spies = [
    ...(
      ['readFile', 'readFileSync', 'open', 'openSync', 'createReadStream', 'stat', 'statSync', 'existsSync'] as const
    ).map((name) => [name, vi.spyOn(fs, name)] as const),
    ['connect', vi.spyOn(net.Socket.prototype, 'connect')] as const,
    ['fetch', vi.spyOn(globalThis, 'fetch')] as const,
  ];
  return () => {
    for (const [name, spy] of spies) if (spy.mock.calls.length > 0) calls.push(name);
    return calls;
  };
}

it('the rules of both formats can be printed as one catalogue', () => {
  const rules = [...avroRules, ...protobufRules];
  expect(new Set(rules.map(({ id }) => id)).size).toBe(rules.length);
  for (const rule of rules) {
    expect(rule.id).toMatch(/^(?:avro|protobuf)(?:-[a-z]+)+$/);
    expect(rule.because).toMatch(/\.$/);
    expect(new URL(rule.source).protocol).toBe('https:');
    const harmful = Object.values(rule.levels).includes('breaking');
    expect('remedy' in rule || !harmful || rule.id === 'avro-undecided').toBe(true);
  }
});
