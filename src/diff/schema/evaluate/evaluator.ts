import { isJsonObject, jsonTypeOf } from '../form/json.ts';
import type { JsonObject } from '../form/json.ts';
import type { DialectRules } from './dialects.ts';
import { dialectOf } from './dialects.ts';
import type { Dialect } from './dialects.ts';
import { every, invalid, unknown, valid } from './evaluation.ts';
import type { Evaluation } from './evaluation.ts';
import { Evaluated } from './evaluated.ts';
import type { Resource, Resources, Target } from './resources.ts';
import type { Keywords, ReferenceKind, Site } from './site.ts';

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

export interface Settings {
  readonly dialect: Dialect;
  readonly rules: DialectRules;
  readonly formats: 'annotate' | 'assert';
  readonly resources: Resources;
  readonly matches: (pattern: string, word: string) => Evaluation;
  readonly maxDepth: number;
  readonly maxSteps: number;
}

const inTrail = (trail: Trail | undefined, schema: JsonObject): boolean =>
  trail !== undefined && (trail.schema === schema || inTrail(trail.before, schema));

/** The outermost resource for which `find` gives something: dynamic references look from the outside in. */
function outermost<T>(scope: Scope | undefined, find: (resource: Resource) => T | undefined): T | undefined {
  return scope === undefined ? undefined : (outermost(scope.outer, find) ?? find(scope.resource));
}

const hasRecursiveAnchor = ({ root }: Resource): boolean => isJsonObject(root) && root.$recursiveAnchor === true;

/** One evaluation of one instance: how much work it has taken, and what everything in it shares. */
class Run {
  readonly settings: Settings;
  /** What is known of parts of the instance, which schemas meet on their own: by schema, part and scope. */
  readonly #known = new Map<unknown, Map<unknown, Map<Scope, Evaluation>>>();
  #steps = 0;

  constructor(settings: Settings) {
    this.settings = settings;
  }

  /** Evaluates a part of the instance. What limits left unknown is asked again, as it may depend on the depth. */
  evaluatePart(schema: unknown, instance: unknown, scope: Scope, depth: number): Evaluation {
    const ofSchema = this.#known.get(schema) ?? new Map<unknown, Map<Scope, Evaluation>>();
    const ofPart = ofSchema.get(instance) ?? new Map<Scope, Evaluation>();
    const known = ofPart.get(scope);
    if (known !== undefined) return known;
    const evaluation = this.evaluate(schema, instance, { scope, trail: undefined, depth }, new Evaluated());
    if (evaluation.verdict !== 'unknown') {
      this.#known.set(schema, ofSchema.set(instance, ofPart.set(scope, evaluation)));
    }
    return evaluation;
  }

  evaluate(schema: unknown, instance: unknown, position: Position, evaluated: Evaluated): Evaluation {
    if (schema === true) return valid;
    if (schema === false) return invalid;
    if (!isJsonObject(schema)) return unknown('not a schema');
    const { resources, maxDepth, maxSteps } = this.settings;
    this.#steps += 1;
    if (this.#steps > maxSteps) return unknown('too many steps');
    if (position.depth > maxDepth) return unknown('too deep');
    if (inTrail(position.trail, schema)) return unknown('a reference leads back to itself');

    const resource = resources.enter(schema, position.scope.resource);
    if (resource === undefined) return unknown('unclear identifier');
    const scope = enterScope(position.scope, resource);
    const trail = { schema, before: position.trail };
    return evaluateKeywords(new Here(this, schema, instance, { scope, trail, depth: position.depth }, evaluated));
  }
}

const enterScope = (scope: Scope, resource: Resource): Scope =>
  resource === scope.resource ? scope : { resource, outer: scope };

/** A schema object met by an instance. */
class Here implements Site {
  readonly #run: Run;
  readonly #position: Position;
  readonly schema: JsonObject;
  readonly instance: unknown;
  readonly evaluated: Evaluated;

  constructor(run: Run, schema: JsonObject, instance: unknown, position: Position, evaluated: Evaluated) {
    this.#run = run;
    this.#position = position;
    this.schema = schema;
    this.instance = instance;
    this.evaluated = evaluated;
  }

  get settings(): Settings {
    return this.#run.settings;
  }

  get formats(): 'annotate' | 'assert' {
    return this.settings.formats;
  }

  matches(pattern: string, word: string): Evaluation {
    return this.settings.matches(pattern, word);
  }

  inPlace(subschema: unknown): Evaluation {
    return this.#inPlace(subschema, this.#position.scope);
  }

  apart(subschema: unknown): Evaluation {
    const { scope, trail, depth } = this.#position;
    return this.#run.evaluate(subschema, this.instance, { scope, trail, depth: depth + 1 }, new Evaluated());
  }

  below(subschema: unknown, instance: unknown): Evaluation {
    const { scope, depth } = this.#position;
    return this.#run.evaluatePart(subschema, instance, scope, depth + 1);
  }

  reference(kind: ReferenceKind, reference: string): Evaluation {
    const { scope } = this.#position;
    const target = resolve(kind, reference, scope, this.settings.resources);
    if (target === undefined) return unknown(`unresolved reference ${reference}`);
    return this.#inPlace(target.schema, enterScope(scope, target.resource));
  }

  #inPlace(subschema: unknown, scope: Scope): Evaluation {
    const { trail, depth } = this.#position;
    const found = new Evaluated();
    const evaluation = this.#run.evaluate(subschema, this.instance, { scope, trail, depth: depth + 1 }, found);
    if (evaluation.verdict === 'valid') this.evaluated.merge(found);
    if (evaluation.verdict === 'unknown') this.evaluated.uncertain = true;
    return evaluation;
  }
}

function evaluateKeywords(here: Here): Evaluation {
  const { schema } = here;
  const { rules, dialect } = here.settings;
  if (rules.refReplaces && typeof schema.$ref === 'string') return here.reference('static', schema.$ref);
  if (typeof schema.$schema === 'string' && dialect !== 'openapi-3.0' && dialectOf(schema.$schema) !== dialect) {
    return unknown('another dialect');
  }
  const first = every(evaluateEach(rules.keywords, here));
  return first.verdict === 'invalid' ? first : every([first, ...evaluateEach(rules.last, here)]);
}

function* evaluateEach(keywords: Keywords, here: Here): Iterable<Evaluation> {
  const type = jsonTypeOf(here.instance);
  for (const name of Object.keys(here.schema)) {
    const keyword = Object.hasOwn(keywords, name) ? keywords[name] : undefined;
    if (keyword?.evaluate === undefined || (keyword.on !== undefined && keyword.on !== type)) continue;
    yield keyword.evaluate(here.schema[name], here);
  }
}

function resolve(kind: ReferenceKind, reference: string, scope: Scope, resources: Resources): Target | undefined {
  const target = resources.find(reference, scope.resource);
  if (target === undefined || kind === 'static') return target;
  return (kind === 'dynamic' ? resolveDynamic(reference, target, scope) : resolveRecursive(target, scope)) ?? target;
}

/** 2020-12: the target counts as a starting point only if it is a `$dynamicAnchor`, named by its name. */
function resolveDynamic(reference: string, { schema, resource }: Target, scope: Scope): Target | undefined {
  const name = reference.slice(reference.indexOf('#') + 1);
  if (!reference.includes('#') || resource.dynamicAnchors.get(name) !== schema) return undefined;
  return outermost(scope, (outer) =>
    outer.dynamicAnchors.has(name) ? { schema: outer.dynamicAnchors.get(name), resource: outer } : undefined,
  );
}

/** 2019-09: from a resource with `$recursiveAnchor: true`, to the outermost one on the way that has it too. */
function resolveRecursive({ resource }: Target, scope: Scope): Target | undefined {
  if (!hasRecursiveAnchor(resource)) return undefined;
  return outermost(scope, (outer) => (hasRecursiveAnchor(outer) ? { schema: outer.root, resource: outer } : undefined));
}

/** Evaluates one instance by a schema that stands in the settings' resources. */
export function runEvaluation(settings: Settings, schema: unknown, instance: unknown): Evaluation {
  const scope = { resource: settings.resources.main, outer: undefined };
  return new Run(settings).evaluate(schema, instance, { scope, trail: undefined, depth: 0 }, new Evaluated());
}
