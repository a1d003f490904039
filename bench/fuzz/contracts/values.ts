import { createAjvVoice } from '../../voices/ajv.ts';
import type { Voice } from '../../voices/dialect.ts';
import { findDivergence } from '../../voices/divergences.ts';
import { createPool, Sampler } from '../instances.ts';
import type { Random } from '../random.ts';
import { toStandalone, type Role, type SchemaSite } from './standalone.ts';

const voices = new Map<string, (instance: unknown) => Voice>();
const mostVoices = 400;

/** What Ajv says of values of a schema; `unknown` where Ajv is known to err. */
export function judgeValue(site: SchemaSite | undefined, role: Role, value: unknown): Voice {
  if (site === undefined) return 'valid';
  const schema = toStandalone(site, role);
  const key = JSON.stringify(schema);
  let voice = voices.get(key);
  if (voice === undefined) {
    if (voices.size >= mostVoices) voices.clear();
    const errs = findDivergence(schema, '2020-12', 'assert') !== undefined;
    voice = errs ? (): Voice => 'unknown' : createAjvVoice(schema, '2020-12', 'assert');
    voices.set(key, voice);
  }
  return voice(value);
}

/** Undeclared members are called so, which no document declares: what only the other one declares is not sent. */
export const undeclaredNames = ['zz', 'zy'];

/** Draws values that who keeps to a schema may send; `near` are schemas whose limits are worth trying. */
export function drawValues(site: SchemaSite | undefined, near: readonly SchemaSite[], random: Random): unknown[] {
  if (site === undefined) return [random.pick(['a', 7, true, null, {}, []])];
  const schema = toStandalone(site, 'sender');
  const pool = createPool([schema, ...near.map((each) => toStandalone(each, 'reader'))]);
  const sampler = new Sampler(random, { ...pool, names: undeclaredNames });
  const values: unknown[] = [];
  for (let tries = 0; tries < 12 && values.length < 4; tries++) {
    const value = tries % 4 === 3 ? sampler.mutate(sampler.sample(schema)) : sampler.sample(schema);
    if (isSent(site, value)) values.push(value);
  }
  return values;
}

/** Whether a value is one that its sender may send and would read. */
export function isSent(site: SchemaSite | undefined, value: unknown): boolean {
  return judgeValue(site, 'sender', value) === 'valid' && judgeValue(site, 'reader', value) === 'valid';
}
