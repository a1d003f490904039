import type { Dialect } from '../voices/dialect.ts';
import { change } from './changing.ts';
import { keep } from './keeping.ts';
import { Random } from './random.ts';
import { assemble, drawDocument } from './documents.ts';
import type { Document } from './documents.ts';
import { focuses } from './schemas.ts';
import { drawDeclaring, drawSpeaking } from './speaking.ts';
import type { ProfileName, Schema, World } from './schemas.ts';

/** How the engine is asked. */
export interface Options {
  readonly dialect: Dialect;
  readonly formats: 'annotate' | 'assert';
  readonly undeclared: 'strict' | 'no-collision';
}

/** One question to the engine, with what is known of its answer beforehand. */
export interface Question {
  readonly seed: number;
  readonly profile: ProfileName;
  readonly options: Options;
  /** How the two schemas came about. */
  readonly relation: 'kept' | 'changed' | 'unrelated' | 'law' | 'relatives';
  readonly how: string;
  readonly expected: 'contained' | undefined;
  readonly sub: Schema;
  readonly sup: Schema;
}

export interface PairOptions {
  readonly formats?: Options['formats'] | undefined;
  readonly undeclared?: Options['undeclared'] | undefined;
  readonly profile?: ProfileName | undefined;
  readonly dialect?: Dialect | undefined;
}

const dialects: readonly { readonly dialect: Dialect; readonly weight: number }[] = [
  { dialect: '2020-12', weight: 8 },
  { dialect: '2019-09', weight: 3 },
  { dialect: 'draft-07', weight: 4 },
  { dialect: 'draft-06', weight: 1 },
  { dialect: 'draft-04', weight: 2 },
  { dialect: 'openapi-3.0', weight: 4 },
];

type Origin = Pick<Question, 'relation' | 'how' | 'expected'> & { readonly sub: Document; readonly sup: Document };

const bothWays = (a: Document, b: Document, known: Pick<Question, 'relation' | 'how' | 'expected'>): Origin[] => [
  { ...known, sub: a, sup: b },
  { ...known, sub: b, sup: a },
];

function drawKept(document: Document, world: World): Origin[] {
  const rounds = 1 + world.random.below(3);
  let kept = document;
  const names: string[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const next = keep(kept, world);
    if (next === undefined) continue;
    kept = next.document;
    names.push(next.name);
  }
  return bothWays(document, kept, { relation: 'kept', how: names.join(', '), expected: 'contained' });
}

function drawChanged(document: Document, world: World): Origin[] {
  const rounds = 1 + world.random.below(2);
  let changed = document;
  for (let round = 0; round < rounds; round += 1) changed = change(changed, world);
  if (world.random.chance(0.3)) changed = keep(changed, world)?.document ?? changed;
  return bothWays(document, changed, { relation: 'changed', how: '', expected: undefined });
}

/** S ∧ T ⊆ S and S ⊆ S ∨ T, whatever they are. */
function drawLaw(document: Document, world: World): Origin[] {
  const other = change(document, world);
  const both = { ...document, root: { allOf: [document.root, other.root] } };
  const either = { ...document, root: { anyOf: [other.root, document.root] } };
  // A dynamic reference to the root would mean the union or the intersection itself.
  const expected = document.naming === 'dynamic' ? undefined : 'contained';
  const known = { relation: 'law', expected } as const;
  return [
    { ...known, how: 'S and T within S', sub: both, sup: document },
    { ...known, how: 'S within S or T', sub: document, sup: either },
  ];
}

function drawUnrelated(document: Document, world: World): Origin[] {
  const { document: other } = drawDocument(world.random, world, 1 + world.random.below(2));
  return bothWays(document, other, { relation: 'unrelated', how: '', expected: undefined });
}

/** Schemas that differ in little but which members they speak of. */
function drawSpoken(document: Document, world: World): Origin[] {
  const { random } = world;
  const [one, other, declaring, more] = [
    drawSpeaking(world, 3),
    drawSpeaking(world, 2),
    drawDeclaring(random, 1),
    drawDeclaring(random, random.below(2)),
  ].map((root): Document => ({ ...document, naming: 'pointer', root, definitions: {} }));
  if (one === undefined || other === undefined || declaring === undefined || more === undefined) return [];
  const known = { relation: 'unrelated', how: 'speaking', expected: undefined } as const;
  return [...bothWays(one, declaring, known), ...bothWays(other, more, known)];
}

function draw(random: Random, document: Document, world: World): Origin[] {
  // Focused schemas overlap anyway, so two of them need not be alike.
  const kind = world.profile === 'focused' ? 0.3 + 0.7 * random.next() : random.next();
  if (kind < 0.4) return drawKept(document, world);
  if (kind < 0.8) return drawChanged(document, world);
  return kind < 0.9 ? drawLaw(document, world) : drawUnrelated(document, world);
}

const drawOptions = (random: Random, { formats, undeclared }: PairOptions): Omit<Options, 'dialect'> => ({
  formats: formats ?? (random.chance(0.2) ? 'assert' : 'annotate'),
  undeclared: undeclared ?? (random.chance(0.15) ? 'no-collision' : 'strict'),
});

/** The questions of a seed: two schemas, both ways. */
export function drawQuestions(seed: number, pairs: PairOptions = {}): readonly Question[] {
  return drawFrom(seed, pairs, draw);
}

/** More questions: a schema, what keeps its meaning, what changes it, and what is made of both, each pair both ways. */
export function drawFamily(seed: number, pairs: PairOptions = {}): readonly Question[] {
  return drawFrom(seed, pairs, (random, document, world, { undeclared }) => {
    const speaks = undeclared === 'no-collision' && random.chance(0.5);
    const known = speaks
      ? drawSpoken(document, world)
      : [
          ...drawKept(document, world),
          ...drawChanged(document, world),
          ...(random.chance(0.3) ? drawLaw(document, world) : drawUnrelated(document, world)),
        ];
    const members = [...new Set(known.flatMap(({ sub, sup }) => [sub, sup]))];
    const others = members.flatMap((sub) =>
      members.flatMap((sup): Origin[] => {
        if (sub === sup || known.some((each) => each.sub === sub && each.sup === sup)) return [];
        return [{ relation: 'relatives', how: '', expected: undefined, sub, sup }];
      }),
    );
    return [...known, ...others];
  });
}

function drawFrom(
  seed: number,
  pairs: PairOptions,
  originsOf: (random: Random, document: Document, world: World, options: Omit<Options, 'dialect'>) => readonly Origin[],
): readonly Question[] {
  const random = new Random(seed);
  const dialect = pairs.dialect ?? random.weighted(dialects, ({ weight }) => weight)?.dialect ?? '2020-12';
  const profile = pairs.profile ?? random.pick(['common', 'exotic', 'focused', 'references'] as const);
  const { document, world } = drawDocument(
    random,
    { dialect, profile, focus: random.pick(focuses) },
    1 + random.below(3),
  );
  const options = drawOptions(random, pairs);
  const assembled = new Map<Document, Schema>();
  const whole = (each: Document): Schema => {
    const schema = assembled.get(each) ?? assemble(each);
    assembled.set(each, schema);
    return schema;
  };
  return originsOf(random, document, world, options).map(({ sub, sup, ...known }) => ({
    seed,
    profile,
    options: { dialect, ...options },
    ...known,
    sub: whole(sub),
    sup: whole(sup),
  }));
}
