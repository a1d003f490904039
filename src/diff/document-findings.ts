import type { FindingSink } from './findings.ts';
import { isDocumentation } from './source/differences.ts';
import { parsePointer } from '../internal/json-pointer.ts';
import { findValue } from './source/resolve.ts';
import type { SourceDocument } from './source/parse-document.ts';
import { roleOfItem, roleOfMember, rolesOf, type Role } from './source/references.ts';
import type { Problem } from './source/problem.ts';
import { inexactNumber, invalidDocument, notExact } from './document-rules.ts';

interface Sides<T> {
  readonly baseline: T;
  readonly candidate: T;
}

/** What is wrong with documents that are compared all the same: it blocks. */
export function reportInvalid(sides: Sides<{ readonly problems: readonly Problem[] }>, findings: FindingSink): void {
  for (const side of ['baseline', 'candidate'] as const) {
    for (const { rule, message, pointer } of sides[side].problems) {
      findings.add(
        invalidDocument,
        { direction: 'none' },
        {
          [side]: pointer,
          message: `The ${side} breaks its specification: ${message}`,
          values: [rule],
          undecided: rule,
        },
      );
    }
  }
}

/** Numbers at the same place that are written differently and look equal as doubles. */
export function reportInexact({ baseline, candidate }: Sides<SourceDocument>, findings: FindingSink): void {
  const before = numbersOf(baseline);
  const after = numbersOf(candidate);
  for (const pointer of new Set([...before.keys(), ...after.keys()])) {
    const read = findValue(baseline.value, pointer);
    if (typeof read !== 'number' || read !== findValue(candidate.value, pointer)) continue;
    const values = [before.get(pointer) ?? String(read), after.get(pointer) ?? String(read)];
    if (values[0] === values[1]) continue;
    findings.add(
      inexactNumber,
      { direction: 'none' },
      {
        baseline: pointer,
        candidate: pointer,
        message: `${values[0]} became ${values[1]}, which is the same double.`,
        values,
        undecided: notExact,
      },
    );
  }
}

function numbersOf({ value, inexact_numbers }: SourceDocument): ReadonlyMap<string, string> {
  const roles = rolesOf(value);
  const judged = inexact_numbers.filter(({ pointer }) => !isSpoken(pointer, roles));
  return new Map(judged.map(({ pointer, written }) => [pointer, written]));
}

const spoken = new Set(['example', 'examples', 'externalDocs', 'info']);

/** Whether a place speaks to readers only. */
function isSpoken(pointer: string, roles: ReadonlyMap<string, Role>): boolean {
  let role: Role = 'object';
  for (const segment of parsePointer(pointer) ?? []) {
    if (isDocumentation(role, segment, spoken)) return true;
    role = /^\d+$/.test(segment) ? roleOfItem(role) : roleOfMember(roles, role, segment);
  }
  return false;
}
