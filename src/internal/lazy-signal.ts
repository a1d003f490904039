const controller = Symbol('controller');

/**
 * Options of a call with a signal that is made for those who look at it, since it is the dearest part of a call that
 * answers from memory. The member is the object's own, so that copies have it too.
 */
export class LazySignal {
  declare readonly signal: AbortSignal;
  [controller]: AbortController | undefined = undefined;

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
}

/** Whether a call is aborted; nothing is made for the question. */
export function isAborted(options: { readonly signal: AbortSignal }): boolean {
  return controller in options ? (options as LazySignal)[controller]?.signal.aborted === true : options.signal.aborted;
}
