import { describe, expect, it } from 'vitest';

import type { CallOptions } from '../../src/ports/call-options.ts';
import { abort, isAborted, LazySignal, whenAborted } from '../../src/internal/lazy-signal.ts';

describe('a signal made on demand', () => {
  it('is one and the same for everybody who looks at it, also in copies of its options', () => {
    const options = new LazySignal();
    const { signal } = options;
    expect(options.signal).toBe(signal);
    const plain: CallOptions = options;
    expect({ ...plain, more: 1 }.signal).toBe(signal);
    expect(Object.assign(options, { more: 1 }).signal).toBe(signal);
  });

  it('tells whether it is aborted, to those who looked at it before and to those who did not', () => {
    const [seen, unseen] = [new LazySignal(), new LazySignal()];
    const { signal } = seen;
    expect([seen, unseen, { signal }].map(isAborted)).toEqual([false, false, false]);
    abort(seen, new Error('late'));
    abort(unseen, new Error('late'));
    expect([seen, unseen, { signal }].map(isAborted)).toEqual([true, true, true]);
    expect(unseen.signal.reason).toEqual(new Error('late'));
  });

  it('calls back once it is aborted, whoever looked at it and when, unless that is to be forgotten', () => {
    const [seen, unseen, later] = [new LazySignal(), new LazySignal(), new LazySignal()];
    const { signal } = seen;
    const called: string[] = [];
    const wait = (name: string, options: CallOptions) => whenAborted(options, () => called.push(name));
    wait('seen', seen);
    wait('plain', { signal });
    const looked: CallOptions = seen;
    wait('copied', { ...looked });
    wait('unseen', unseen);
    wait('unseen, again', unseen);
    wait('later', later);
    wait('forgotten', unseen)();
    wait('forgotten', seen)();
    expect(later.signal.aborted).toBe(false);
    wait('later, again', later);
    expect(called).toEqual([]);
    for (const each of [seen, unseen, later]) abort(each, new Error('late'));
    expect(called.toSorted()).toEqual(['copied', 'later', 'later, again', 'plain', 'seen', 'unseen', 'unseen, again']);
  });

  it('does not exist as long as nobody asks for more than whether and when it is aborted', () => {
    const { AbortController } = globalThis;
    let made = 0;
    globalThis.AbortController = class extends AbortController {
      constructor() {
        super();
        made += 1;
      }
    };
    try {
      const options = new LazySignal();
      isAborted(options);
      whenAborted(options, () => undefined);
      expect(made).toBe(0);
      expect(options.signal.aborted).toBe(false);
      expect(made).toBe(1);
    } finally {
      globalThis.AbortController = AbortController;
    }
  });
});
