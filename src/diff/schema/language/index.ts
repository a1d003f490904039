export type { Budget } from './budget.ts';
export { Languages } from './languages.ts';
export type { FormatBounds, Language } from './languages.ts';
