import type { CompareOptions, Containment } from './compare-schemas.ts';
import { Compiler } from './compile/compiler.ts';
import { Source } from './compile/source.ts';
import type { Place } from './compile/source.ts';
import { Forms } from './form/forms.ts';
import { Languages } from './language/index.ts';
import { OutOfBudget, Steps } from './solve/budget.ts';
import { Solver } from './solve/solver.ts';
import { Words } from './solve/words.ts';
import { confirm } from './verify/confirm.ts';

const defaultBudget = 200_000;

/** Two documents, read once, of which many pairs of schemas can be compared. */
export interface Comparison {
  /** Is every instance of the schema at `sub` in the first document an instance of that at `sup` in the second? */
  compare(sub: string, sup: string): Containment;
}

export function createComparison(sub: unknown, sup: unknown, options: CompareOptions = {}): Comparison {
  const { budget = defaultBudget, formats = 'annotate', undeclared = 'strict' } = options;
  const forms = new Forms();
  const languages = new Languages();
  const steps = new Steps(budget);
  const compiler = new Compiler(forms, languages, steps, { formats, declaring: undeclared === 'no-collision' });
  const solver = new Solver(forms, new Words(languages, forms, steps), steps);
  const [first, second] = [new Source(sub, options.dialect), new Source(sup, options.dialect)];

  const decide = (left: Located, right: Located): Containment => {
    const [inside, outside] = [compiler.compile(left.place), compiler.compile(right.place)];
    const outcome = solver.find({ sub: inside, sup: forms.complement(outside) });
    if (outcome.status === 'none') return { verdict: 'contained' };
    if (outcome.status === 'unknown') return undecided(outcome.reason);
    const confirmation = confirm(
      outcome.value,
      { place: left.place, document: sub, pointer: left.pointer, formats },
      { place: right.place, document: sup, pointer: right.pointer, formats },
    );
    if (confirmation.confirmed) return { verdict: 'not_contained', witness: outcome.value };
    return undecided(outcome.assuming ?? confirmation.reason);
  };

  return {
    compare(subPointer, supPointer) {
      const left = subPointer === '' ? first.root : first.at(subPointer);
      const right = supPointer === '' ? second.root : second.at(supPointer);
      if (left === undefined || right === undefined) return undecided('a pointer leads nowhere');
      try {
        return decide({ place: left, pointer: subPointer }, { place: right, pointer: supPointer });
      } catch (error) {
        if (error instanceof OutOfBudget) return undecided('out of budget');
        if (error instanceof RangeError) return undecided('the schemas nest too deeply');
        throw error;
      }
    },
  };
}

interface Located {
  readonly place: Place;
  readonly pointer: string;
}

function undecided(reason: string): Containment {
  return { verdict: 'undecided', reason };
}
