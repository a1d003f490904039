import { isJsonObject, jsonTypeOf } from '../form/json.ts';
import type { JsonObject } from '../form/json.ts';
import type { DialectRules } from './dialects.ts';
import { dialectOf } from './dialects.ts';
import type { Dialect } from './dialects.ts';
import { every, invalid, unknown, valid } from './evaluation.ts';
import type { Evaluation } from './evaluation.ts';
import type { Resource, Resources, Target } from './resources.ts';
import type { Evaluated, Keywords, ReferenceKind, Site } from './site.ts';

/** The resources entered on the way, innermost first. */
interface Scope {
  readonly resource: Resource;
  readonly outer: Scope | undefined;
}

/** The schemas that are being evaluated against the same instance: meeting one again would never end. */
interface Trail {
  readonly schema: JsonObject;
  readonly before: Trail | undefined;
}

interface Position {
  readonly scope: Scope;
  readonly trail: Trail | undefined;
  readonly depth: number;
}

interface Settings {
  readonly dialect: Dialect;
  readonly rules: DialectRules;
  readonly formats: 'annotate' | 'assert';
  readonly resources: Resources;
  readonly matches: (pattern: string, word: string) => Evaluation;
  readonly maxDepth: number;
  readonly maxSteps: number;
}

const nothing = (): Evaluated => ({ names: new Set(), indexes: new Set(), uncertain: false });

function merge(into: Evaluated, from: Evaluated): void {
  for (const name of from.names) into.names.add(name);
  for (const index of from.indexes) into.indexes.add(index);
  into.uncertain ||= from.uncertain;
}

const inTrail = (trail: Trail | undefined, schema: JsonObject): boolean =>
  trail !== undefined && (trail.schema === schema || inTrail(trail.before, schema));

/** The outermost resource for which `find` gives something: dynamic references look from the outside in. */
function outermost<T>(scope: Scope | undefined, find: (resource: Resource) => T | undefined): T | undefined {
  return scope === undefined ? undefined : (outermost(scope.outer, find) ?? find(scope.resource));
}

const hasRecursiveAnchor = ({ root }: Resource): boolean => isJsonObject(root) && root.$recursiveAnchor === true;

/** One evaluation of one instance. */
export class Evaluator {
  readonly #settings: Settings;
  #steps = 0;

  constructor(settings: Settings) {
    this.#settings = settings;
  }

  evaluate(schema: unknown, instance: unknown): Evaluation {
    const scope = { resource: this.#settings.resources.main, outer: undefined };
    return this.#evaluate(schema, instance, { scope, trail: undefined, depth: 0 }, nothing());
  }

  #evaluate(schema: unknown, instance: unknown, position: Position, evaluated: Evaluated): Evaluation {
    if (schema === true) return valid;
    if (schema === false) return invalid;
    if (!isJsonObject(schema)) return unknown('not a schema');
    const { resources, maxDepth, maxSteps } = this.#settings;
    this.#steps += 1;
    if (this.#steps > maxSteps) return unknown('too many steps');
    if (position.depth > maxDepth) return unknown('too deep');
    if (inTrail(position.trail, schema)) return unknown('a reference leads back to itself');

    const resource = resources.enter(schema, position.scope.resource);
    if (resource === undefined) return unknown('unclear identifier');
    const scope =
      resource === position.scope.resource ? position.scope : ({ resource, outer: position.scope } satisfies Scope);
    const trail = { schema, before: position.trail };
    return this.#evaluateKeywords(this.#siteOf(schema, instance, { ...position, scope, trail }, evaluated));
  }

  #evaluateKeywords(site: Site): Evaluation {
    const { rules, dialect } = this.#settings;
    const { schema } = site;
    if (rules.refReplaces && typeof schema.$ref === 'string') return site.reference('static', schema.$ref);
    if (typeof schema.$schema === 'string' && dialect !== 'openapi-3.0' && dialectOf(schema.$schema) !== dialect) {
      return unknown('another dialect');
    }
    const names = Object.keys(schema);
    function* parts(keywords: Keywords): Iterable<Evaluation> {
      for (const name of names) {
        const keyword = Object.hasOwn(keywords, name) ? keywords[name] : undefined;
        if (keyword?.evaluate === undefined) continue;
        if (keyword.on !== undefined && jsonTypeOf(site.instance) !== keyword.on) continue;
        yield keyword.evaluate(schema[name], site);
      }
    }
    const first = every(parts(rules.keywords));
    return first.verdict === 'invalid' ? first : every([first, ...parts(rules.last)]);
  }

  #siteOf(schema: JsonObject, instance: unknown, position: Position, evaluated: Evaluated): Site {
    const { formats, matches } = this.#settings;
    const { scope, depth } = position;
    const inner = { ...position, depth: depth + 1 };
    const inPlace = (subschema: unknown, at = inner): Evaluation => {
      const found = nothing();
      const evaluation = this.#evaluate(subschema, instance, at, found);
      if (evaluation.verdict === 'valid') merge(evaluated, found);
      if (evaluation.verdict === 'unknown') evaluated.uncertain = true;
      return evaluation;
    };
    return {
      schema,
      instance,
      evaluated,
      formats,
      matches,
      inPlace: (subschema) => inPlace(subschema),
      apart: (subschema) => this.#evaluate(subschema, instance, inner, nothing()),
      below: (subschema, child) =>
        this.#evaluate(subschema, child, { scope, trail: undefined, depth: depth + 1 }, nothing()),
      reference: (kind, reference) => {
        const target = this.#resolve(kind, reference, scope);
        if (target === undefined) return unknown(`unresolved reference ${reference}`);
        const entered = target.resource === scope.resource ? scope : { resource: target.resource, outer: scope };
        return inPlace(target.schema, { ...inner, scope: entered });
      },
    };
  }

  #resolve(kind: ReferenceKind, reference: string, scope: Scope): Target | undefined {
    const target = this.#settings.resources.find(reference, scope.resource);
    if (target === undefined || kind === 'static') return target;
    return (
      (kind === 'dynamic' ? this.#resolveDynamic(reference, target, scope) : resolveRecursive(target, scope)) ?? target
    );
  }

  /** 2020-12: the target counts as a starting point only if it is a `$dynamicAnchor`, named by its name. */
  #resolveDynamic(reference: string, { schema, resource }: Target, scope: Scope): Target | undefined {
    const name = reference.slice(reference.indexOf('#') + 1);
    if (!reference.includes('#') || resource.dynamicAnchors.get(name) !== schema) return undefined;
    return outermost(scope, (outer) =>
      outer.dynamicAnchors.has(name) ? { schema: outer.dynamicAnchors.get(name), resource: outer } : undefined,
    );
  }
}

/** 2019-09: from a resource with `$recursiveAnchor: true`, to the outermost one on the way that has it too. */
function resolveRecursive({ resource }: Target, scope: Scope): Target | undefined {
  if (!hasRecursiveAnchor(resource)) return undefined;
  return outermost(scope, (outer) => (hasRecursiveAnchor(outer) ? { schema: outer.root, resource: outer } : undefined));
}
