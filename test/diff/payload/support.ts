import type { JsonValue } from '../../../src/internal/json.ts';
import { createPayloadComparer } from '../../../src/diff/payload/comparer.ts';
import type { Flow, PayloadChange, Text } from '../../../src/diff/payload/payload.ts';
import type { DialectName } from '../../../src/diff/schema/index.ts';

export interface Asked {
  readonly baseline: JsonValue;
  readonly candidate: JsonValue;
  readonly flow?: Flow;
  readonly dialect?: DialectName;
  /** Default: the same as of the baseline. */
  readonly candidateDialect?: DialectName;
  readonly text?: Text;
  readonly xml?: boolean;
  readonly marks?: boolean;
  readonly undeclared?: 'strict' | 'no-collision';
  readonly formats?: 'annotate' | 'assert';
  /** Where the schemas stand; default: the documents themselves. */
  readonly pointer?: string;
}

/** What changed between two documents that are schemas. */
export function changesOf({ baseline, candidate, flow = 'inbound', ...how }: Asked): readonly PayloadChange[] {
  const {
    dialect = '2020-12',
    candidateDialect = dialect,
    text = false,
    xml = false,
    marks = false,
    undeclared,
    formats,
    pointer = '',
  } = how;
  const comparer = createPayloadComparer({
    baseline,
    candidate,
    marks,
    ...(undeclared === undefined ? {} : { undeclared }),
    ...(formats === undefined ? {} : { formats }),
  });
  return comparer.compare({
    baseline: { pointer, dialect },
    candidate: { pointer, dialect: candidateDialect },
    flow,
    text,
    xml,
  });
}

/** Changes in short: `breaks kind@path`, `tells kind@path`. */
export function told(changes: readonly PayloadChange[]): readonly string[] {
  return changes.map(({ breaks, kind, path }) => `${breaks ? 'breaks' : 'tells'} ${kind}@${path}`).toSorted();
}
