import { commitCases } from './store-suite/commits.ts';
import { deliveryCases } from './store-suite/delivery.ts';
import { faultCases } from './store-suite/faults.ts';
import type { StoreCase } from './store-suite/subject.ts';
import { valueCases } from './store-suite/values.ts';

/** What every store promises, its documents and its outbox included; each case runs on an empty store of its own. */
export const storeCases: readonly StoreCase[] = [...valueCases, ...commitCases, ...deliveryCases, ...faultCases];
