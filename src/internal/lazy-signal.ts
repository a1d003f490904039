import { onAbort } from './on-abort.ts';

const controller = Symbol('controller');
const waiting = Symbol('waiting');

/**
 * Options of a call with a signal that is made for those who look at it, since it is the dearest part of a call that
 * answers from memory. The member is the object's own, so that copies have it too.
 */
export class LazySignal {
  declare readonly signal: AbortSignal;
  [controller]: AbortController | undefined = undefined;
  [waiting]: Set<() => void> | undefined = undefined;

  constructor() {
    // One getter for all: with a getter of its own each object would be of a class of its own to V8, and never die young.
    Object.defineProperty(this, 'signal', lazily);
  }
}

const lazily: PropertyDescriptor & ThisType<LazySignal> = {
  get(): AbortSignal {
    return (this[controller] ??= new AbortController()).signal;
  },
  enumerable: true,
};

/** Aborts the signal, also for those who look at it only afterwards. */
export function abort(options: LazySignal, reason: Error): void {
  options[controller] ??= new AbortController();
  options[controller].abort(reason);
  for (const callback of options[waiting] ?? []) callback();
}

/** Whether a call is aborted; nothing is made for the question. */
export function isAborted(options: { readonly signal: AbortSignal }): boolean {
  return controller in options ? (options as LazySignal)[controller]?.signal.aborted === true : options.signal.aborted;
}

/**
 * Calls back when a call is aborted, unless it was told to forget that; no signal is made for it. What was copied has a
 * signal, because to copy the options is to look at it.
 */
export function whenAborted(options: { readonly signal: AbortSignal }, callback: () => void): () => void {
  const lazy = controller in options ? (options as LazySignal) : undefined;
  if (lazy === undefined || lazy[controller] !== undefined) return onAbort(options.signal, callback);
  const callbacks = (lazy[waiting] ??= new Set());
  callbacks.add(callback);
  return () => callbacks.delete(callback);
}
