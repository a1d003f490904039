import { parseArgs } from 'node:util';

import { examine, type Examined, type Failure } from './examine.ts';
import { minimize } from './minimal.ts';
import { drawQuestion } from './questions.ts';

const usage = `usage: npm run fuzz -- documents [options]
  --seed N     the first seed (default 1); the same seed asks the same question
  --seeds N    how many (default: as many as fit)
  --seconds N  stop after so long (default 60)
  --rounds N   how often every operation is played (default 4)
  --shrink     look for smaller documents that show the same`;

/** Compares drawn OpenAPI documents and tries to prove the reports wrong. */
export async function fuzzDocuments(args: readonly string[]): Promise<void> {
  const { values: options } = parseArgs({
    args: [...args],
    options: {
      seed: { type: 'string', default: '1' },
      seeds: { type: 'string', default: 'Infinity' },
      seconds: { type: 'string', default: '60' },
      rounds: { type: 'string', default: '4' },
      shrink: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (options.help) {
    console.log(usage);
    return;
  }
  const [first, count] = [Number(options.seed), Number(options.seeds)];
  const end = performance.now() + Number(options.seconds) * 1000;
  const tally = new Map<string, number>();
  let seed = first;
  for (; seed < first + count && performance.now() < end; seed++) {
    const examined = await examine(drawQuestion(seed), { rounds: Number(options.rounds) });
    for (const [name, amount] of countsOf(examined)) tally.set(name, (tally.get(name) ?? 0) + amount);
    for (const failure of examined.failures) print(options.shrink ? await minimize(failure) : failure);
    if (examined.failures.length > 0) process.exitCode = 1;
  }
  console.log(`\nseeds ${first} to ${seed - 1}`);
  for (const [name, amount] of tally) console.log(`${String(amount).padStart(8)} ${name}`);
}

function countsOf({ verdict, witnesses, confirmed, undecided, failures }: Examined): (readonly [string, number])[] {
  return [
    [verdict, 1],
    ['breaks with a witness', witnesses],
    ['witnesses confirmed', confirmed],
    ['breaks undecided', undecided],
    ...failures.map(({ fault }) => [`FAULT: ${fault}`, 1] as const),
  ];
}

function print({ fault, question, detail }: Failure): void {
  console.log(`\n${fault.toUpperCase()} seed ${question.seed}: ${question.how.join(', ')}\n  ${detail}`);
  console.log(`  baseline  ${JSON.stringify(question.baseline)}\n  candidate ${JSON.stringify(question.candidate)}`);
}
