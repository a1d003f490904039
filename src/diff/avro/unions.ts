import type { Comparison, Task } from './comparison.ts';
import { reportMismatch } from './mismatch.ts';
import { branchesOf, nameOf, type AvroType } from './model.ts';
import { matchTypes, pickBranch } from './resolution.ts';
import { along, sampleOf, type Route } from './sample.ts';

interface Unread {
  readonly type: AvroType;
  readonly route: Route | undefined;
}

/** Finds the reader's branch for each branch of the writer; a type that is no union counts as one branch. */
export function compareBranches(comparison: Comparison, { writer, reader, route }: Task): readonly Task[] {
  const readers = branchesOf(reader);
  const written = branchesOf(writer).map((type) => ({
    type,
    route: writer.kind === 'union' ? along(route, { kind: 'branch', branch: type }) : route,
    pick: pickBranch(type, readers),
  }));
  const unchanged = branchesOf(writer).map(nameOf).join(' ') === readers.map(nameOf).join(' ');
  const named = new Set(written.flatMap(({ pick }) => (pick?.match.kind === 'same' ? [pick.index] : [])));
  const unread: Unread[] = [];
  const inside: Task[] = [];
  for (const branch of written) {
    const { type, pick } = branch;
    if (pick === undefined) {
      unread.push(branch);
      continue;
    }
    if (pick.disputed !== undefined && !unchanged) {
      const message = `It is not certain which branch of the union reads ${nameOf(type)}.`;
      const places = { writer: type.pointer, reader: pick.branch.pointer };
      comparison.report('avro-undecided', { ...places, message, undecided: pick.disputed, values: [nameOf(type)] });
    }
    if (pick.match.kind === 'promoted' && named.has(pick.index)) {
      comparison.report(`avro-union-branch-${comparison.writerOnly}`, {
        message: `The union branch ${nameOf(type)} was ${comparison.writerOnly}; its reader reads it as ${nameOf(pick.branch)}.`,
        level: pick.match.lossy ? 'warning' : 'info',
        writer: type.pointer,
        reader: pick.branch.pointer,
        values: [nameOf(type)],
      });
    } else inside.push({ writer: type, reader: pick.branch, route: branch.route });
  }
  const taken = new Set(written.flatMap(({ pick }) => (pick === undefined ? [] : [pick.index])));
  const unused = readers.filter((_, index) => !taken.has(index));
  reportUnread(comparison, { unread, unused, reader });
  return inside;
}

/** Names what the reader does not read, as a change of a branch where one seems to have taken the other's place. */
function reportUnread(
  comparison: Comparison,
  { unread, unused, reader }: { unread: readonly Unread[]; unused: readonly AvroType[]; reader: AvroType },
): void {
  const rest = new Set(unused);
  for (const branch of unread) {
    const { type, route } = branch;
    const partner = findPartner(branch, unread, [...rest]);
    if (partner !== undefined) {
      rest.delete(partner);
      reportMismatch(comparison, { writer: type, reader: partner, route });
      continue;
    }
    comparison.report(`avro-union-branch-${comparison.writerOnly}`, {
      message: `The union branch ${nameOf(type)} was ${comparison.writerOnly}, and no branch of the reader reads it.`,
      level: 'breaking',
      writer: type.pointer,
      reader: reader.pointer,
      values: [nameOf(type)],
      witness: comparison.witness(route, sampleOf(type)),
    });
  }
  for (const type of rest) {
    comparison.report(`avro-union-branch-${comparison.readerOnly}`, {
      message: `The union branch ${nameOf(type)} was ${comparison.readerOnly}; only its readers have it.`,
      level: 'info',
      reader: type.pointer,
      values: [nameOf(type)],
    });
  }
}

function findPartner({ type }: Unread, unread: readonly Unread[], unused: readonly AvroType[]): AvroType | undefined {
  const wider = unused.find((other) => matchTypes(other, type).kind === 'promoted');
  if (wider !== undefined) return wider;
  const sized = unused.find((other) => matchTypes(type, other).kind === 'size');
  if (sized !== undefined) return sized;
  const alike = unused.filter(({ kind }) => kind === type.kind);
  if (alike.length === 1 && unread.filter((other) => other.type.kind === type.kind).length === 1) return alike[0];
  const [only, second] = unused;
  const replaced = unread.length === 1 && second === undefined && only?.kind !== 'null' && type.kind !== 'null';
  return replaced ? only : undefined;
}
