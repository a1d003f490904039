import { compareProtobuf, type ProtobufSides } from '../../../src/diff/protobuf/index.ts';
import type { PayloadDifference, PayloadError } from '../../../src/diff/payload/difference.ts';

/** The differences of two definitions; fails where they are not compared. */
export async function differences(sides: ProtobufSides): Promise<readonly PayloadDifference[]> {
  const result = await compareProtobuf(sides);
  if (result.isErr()) throw new Error(result.error.message);
  return result.value;
}

/** `rule level` of every difference. */
export async function findings(sides: ProtobufSides): Promise<readonly string[]> {
  return (await differences(sides)).map(({ rule, level }) => `${rule} ${level}`);
}

/** Why a definition is not compared with another one. */
export async function refusal(candidate: string): Promise<PayloadError> {
  const baseline = 'syntax = "proto3"; message M { int32 a = 1; }';
  const result = await compareProtobuf({ baseline, candidate, direction: 'send' });
  return result._unsafeUnwrapErr();
}

export function proto3(body: string, around = ''): string {
  return `syntax = "proto3";\npackage p;\nmessage M {\n${body}\n}\n${around}`;
}

export function proto2(body: string, around = ''): string {
  return `syntax = "proto2";\npackage p;\nmessage M {\n${body}\n}\n${around}`;
}
