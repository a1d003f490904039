import type { Column, Row } from './section.ts';

const cell = (value: number | undefined, column: Column): string =>
  value === undefined ? '' : value.toFixed(column.digits ?? 0);

/** Renders rows as aligned text, with a rule between sources and groups. */
export function renderTable(columns: readonly Column[], rows: readonly Row[]): string {
  const head = ['', ...columns.map((column) => column.title)];
  const body = rows.map((row) => [row.name, ...columns.map((column) => cell(row.figures[column.key], column))]);
  const widths = head.map((title, index) => Math.max(title.length, ...body.map((line) => line[index]?.length ?? 0)));
  const pad = (text: string, index: number): string =>
    index === 0 ? text.padEnd(widths[index] ?? 0) : text.padStart(widths[index] ?? 0);
  const render = (line: readonly string[]): string => line.map(pad).join('  ').trimEnd();
  const rule = widths.map((width) => '-'.repeat(width)).join('  ');

  const lines = [render(head), rule];
  for (const [index, line] of body.entries()) {
    if (rows[index]?.kind === 'group' && rows[index - 1]?.kind === 'source') lines.push(rule);
    lines.push(render(line));
  }
  return lines.join('\n');
}
