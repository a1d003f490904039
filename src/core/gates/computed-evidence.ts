import type { Gate } from './gate.ts';
import { block, pass } from './gate.ts';

/** Only checks that were computed from stored documents count; what an operator declares does not. */
export function requireComputed(): Gate {
  return {
    name: 'computed-evidence',
    evaluate: ({ check }) =>
      check === undefined || check.provenance === 'computed'
        ? pass()
        : block('The compatibility was declared by an operator, and this policy wants it computed.', {
            reason: 'missing_compatibility_check',
            remedy: 'Create the versions with their documents and run the compatibility check.',
          }),
  };
}
