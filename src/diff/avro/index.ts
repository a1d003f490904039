export { compareAvro } from './compare-avro.ts';
export type { AvroSides } from './compare-avro.ts';
export { defaultAvroLimits } from './limits.ts';
export { avroRules } from './rules.ts';
