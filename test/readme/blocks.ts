/** A fenced block of a Markdown text. */
export interface Block {
  readonly language: string;
  readonly code: string;
  /** Line of its first line of code, from 1. */
  readonly line: number;
}

/** The fenced blocks of a text, in order. */
export function findBlocks(markdown: string): readonly Block[] {
  const blocks: Block[] = [];
  let open: { readonly language: string; readonly line: number; readonly code: string[] } | undefined;
  for (const [index, text] of markdown.split('\n').entries()) {
    const fence = /^```(.*)$/.exec(text)?.[1];
    if (open === undefined) {
      if (fence !== undefined) open = { language: fence.trim(), line: index + 2, code: [] };
    } else if (fence === undefined) {
      open.code.push(text);
    } else {
      blocks.push({ language: open.language, line: open.line, code: open.code.join('\n') });
      open = undefined;
    }
  }
  if (open !== undefined) throw new Error(`The block that begins at line ${open.line} has no end.`);
  return blocks;
}

/** What a block is good for, and what is therefore done with it. */
export type Example =
  | { readonly kind: 'program'; readonly block: Block; readonly prints: string }
  | { readonly kind: 'file'; readonly block: Block; readonly path: string }
  | { readonly kind: 'commands'; readonly block: Block; readonly commands: readonly string[] }
  | { readonly kind: 'requests'; readonly block: Block; readonly answer: unknown };

/**
 * Says of every block how it is tried. A program may be followed by the text that it prints, requests by the JSON of
 * their answer; a block that begins with the name of an example's file shows that file. Any other block is of no known
 * use, and throws.
 */
export function findExamples(markdown: string): readonly Example[] {
  const rest = [...findBlocks(markdown)];
  const take = (language: string): Block | undefined => (rest[0]?.language === language ? rest.shift() : undefined);
  const examples: Example[] = [];
  for (let block = rest.shift(); block !== undefined; block = rest.shift()) {
    const path = /^\/\/ (examples\/\S+\.ts)\n/.exec(block.code)?.[1];
    if (block.language === 'ts' && path !== undefined) {
      const code = block.code.slice(block.code.indexOf('\n') + 1);
      examples.push({ kind: 'file', block: { ...block, code }, path });
    } else if (block.language === 'ts') {
      const prints = take('text');
      examples.push({ kind: 'program', block, prints: prints === undefined ? '' : `${prints.code}\n` });
    } else if (block.language === 'sh' && /^(?:curl|post) /m.test(block.code)) {
      const answer = take('json');
      examples.push({ kind: 'requests', block, answer: answer && (JSON.parse(answer.code) as unknown) });
    } else if (block.language === 'sh') {
      const commands = block.code.split('\n').filter((text) => text !== '' && !text.startsWith('#'));
      examples.push({ kind: 'commands', block, commands });
    } else {
      throw new Error(`Nothing tries the block "${block.language}" at line ${block.line}.`);
    }
  }
  return examples;
}
