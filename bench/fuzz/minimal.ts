import { isJsonObject } from '../../src/diff/schema/form/json.ts';
import { compareSchemas } from '../../src/diff/schema/index.ts';
import { refutes } from './attack.ts';
import type { Finding } from './examine.ts';
import { isSchema } from './places.ts';
import type { Schema } from './schemas.ts';
import { shrink } from './shrink.ts';

interface Case {
  readonly sub: Schema;
  readonly sup: Schema;
  readonly instance: unknown;
}

function narrow(value: unknown): Case | undefined {
  if (!isJsonObject(value)) return undefined;
  const { sub, sup, instance } = value;
  return isSchema(sub) && isSchema(sup) && 'instance' in value ? { sub, sup, instance } : undefined;
}

/** A smaller pair that still shows the same finding; findings about voices and time are left as they are. */
export function minimize(finding: Finding): Finding {
  const { question, kind } = finding;
  const { options } = question;
  const verdictOf = ({ sub, sup }: Case) => {
    try {
      return compareSchemas(sub, sup, options);
    } catch {
      return { verdict: 'threw' } as const;
    }
  };
  const fails: Partial<Record<Finding['kind'], (tried: Case) => boolean>> = {
    unsound: (tried) => refutes(tried.instance, { ...tried, options }) && verdictOf(tried).verdict === 'contained',
    'false witness': (tried) => {
      const answer = verdictOf(tried);
      const strictly = { ...tried, options: { ...options, undeclared: 'strict' as const } };
      return answer.verdict === 'not_contained' && !refutes(answer.witness, strictly);
    },
    threw: (tried) => verdictOf(tried).verdict === 'threw',
  };
  const stillFails = fails[kind];
  const start: Case = { sub: question.sub, sup: question.sup, instance: finding.instance ?? null };
  if (stillFails === undefined || !stillFails(start)) return finding;
  const { sub, sup, instance } = shrink(start, narrow, stillFails);
  return { ...finding, instance, question: { ...question, sub, sup } };
}
