/** One line of a section's table: a source or a group of sources, and its figures by column key. */
export interface Row {
  readonly name: string;
  /** Groups repeat cases that single sources already show; they are set apart by a rule in the table. */
  readonly kind: 'source' | 'group';
  readonly figures: Readonly<Record<string, number>>;
}

/** What a column shows, and which way it may move: a figure with `better` is part of the ratchet. */
export interface Column {
  readonly key: string;
  readonly title: string;
  readonly better?: 'more' | 'less';
  readonly digits?: number;
}

/** A case that was not answered as the corpus expects; `kind` is the key of the column that counts it. */
export interface Miss {
  readonly id: string;
  readonly kind: string;
  readonly line: string;
  readonly detail: string;
}

export interface Disagreement {
  readonly id: string;
  readonly argument: string;
}

export interface SectionReport {
  readonly columns: readonly Column[];
  readonly rows: readonly Row[];
  readonly misses: readonly Miss[];
}

export interface SectionOptions {
  /** Only cases whose id contains this text. */
  readonly only?: string;
  /** Ids of cases whose expected answer we argue against; a section leaves them out of its figures. */
  readonly setAside: ReadonlySet<string>;
}

/** One corpus with its own way of scoring; sections share the table, the ratchet and the list of disagreements. */
export interface Section {
  readonly name: string;
  /** The folder under the corpus root; an absent folder skips the section. */
  readonly folder: string;
  score(folder: string, options: SectionOptions): Promise<SectionReport>;
}
