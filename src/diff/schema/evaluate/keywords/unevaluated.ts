import { isArray, isJsonObject } from '../../form/json.ts';
import type { Evaluated } from '../evaluated.ts';
import { every, unknown, valid } from '../evaluation.ts';
import type { Evaluation } from '../evaluation.ts';
import type { Keywords } from '../site.ts';

/** Where an unknown subschema might have evaluated the member too, a refusal is no longer certain. */
function weigh(member: Evaluation, { uncertain }: Evaluated): Evaluation {
  return uncertain && member.verdict === 'invalid' ? unknown('evaluated by a subschema of unknown verdict?') : member;
}

/** The keywords that look at what all others beside them have evaluated, so they come last. */
export const unevaluated: Keywords = {
  unevaluatedItems: {
    holds: 'schema',
    on: 'array',
    evaluate: (value, site) => {
      const { instance, evaluated } = site;
      if (!isArray(instance)) return valid;
      const left = [...instance.keys()].filter((index) => !evaluated.indexes.has(index));
      const result = every(left.map((index) => weigh(site.below(value, instance[index]), evaluated)));
      for (const index of left) evaluated.indexes.add(index);
      return result;
    },
  },
  unevaluatedProperties: {
    holds: 'schema',
    on: 'object',
    evaluate: (value, site) => {
      const { instance, evaluated } = site;
      if (!isJsonObject(instance)) return valid;
      const left = Object.keys(instance).filter((name) => !evaluated.names.has(name));
      const result = every(left.map((name) => weigh(site.below(value, instance[name]), evaluated)));
      for (const name of left) evaluated.names.add(name);
      return result;
    },
  },
};
