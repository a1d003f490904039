export { compareProtobuf } from './compare-protobuf.ts';
export type { ProtobufSides } from './compare-protobuf.ts';
export type { ProtobufEncoding } from './comparison.ts';
export { defaultProtobufLimits } from './limits.ts';
export type { ProtobufLimits } from './limits.ts';
export { protobufRules } from './rules.ts';
