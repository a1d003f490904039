export { compareProtobuf } from './compare-protobuf.ts';
export type { ProtobufSides } from './compare-protobuf.ts';
export { protobufRules } from './rules.ts';
