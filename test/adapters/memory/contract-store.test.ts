import { createMemoryStore } from '../../../src/adapters/memory/contract-store.ts';
import { createFixedClock } from '../../../src/adapters/memory/fixed-clock.ts';
import { registerCases } from '../register-cases.ts';
import { commandRetentionMs, failureLimit, start } from '../store-suite/subject.ts';
import { storeCases } from '../store-suite.ts';

registerCases('the store in memory', storeCases, () => {
  const clock = createFixedClock(start);
  const store = createMemoryStore({ clock, commandRetentionMs, failureLimit });
  return {
    subject: { store, documents: store.documents, outbox: store.outbox, clock },
    dispose: () => store.close(),
  };
});
