import type { Check } from './check.ts';
import { atomicityChecks } from './checks/atomicity.ts';
import { commandChecks } from './checks/commands.ts';
import { commitChecks } from './checks/commits.ts';
import { concurrencyChecks } from './checks/concurrency.ts';
import { crashChecks } from './checks/crashes.ts';
import { deliveryChecks } from './checks/delivery.ts';
import { differChecks } from './checks/differs.ts';
import { disturbanceChecks } from './checks/disturbances.ts';
import { idempotencyChecks } from './checks/idempotency.ts';
import { lifecycleChecks } from './checks/lifecycle.ts';
import { limitChecks } from './checks/limits.ts';
import { outboxChecks } from './checks/outbox.ts';
import { pageChecks } from './checks/pages.ts';
import { portChecks } from './checks/ports.ts';
import { valueChecks } from './checks/values.ts';

/** Everything that the ports of a store promise, and what a rollout promises on them; each check stands for itself. */
export const conformanceChecks: readonly Check[] = [
  ...valueChecks,
  ...limitChecks,
  ...pageChecks,
  ...commitChecks,
  ...concurrencyChecks,
  ...commandChecks,
  ...idempotencyChecks,
  ...deliveryChecks,
  ...outboxChecks,
  ...atomicityChecks,
  ...disturbanceChecks,
  ...crashChecks,
  ...lifecycleChecks,
  ...portChecks,
  ...differChecks,
];
