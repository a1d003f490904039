import { describe, expect, it } from 'vitest';

import { startExample } from './process.ts';
import { createSender, steps } from './runbook.ts';

describe.each(['node-http', 'express', 'fastify', 'hono'])('the example for %s', (name) => {
  it('serves the whole runbook', { timeout: 120_000 }, async () => {
    const example = startExample(name, { PORT: '0' });
    try {
      const origin = `http://127.0.0.1:${await example.wrote(/port: (\d+)/)}`;
      const send = createSender(origin);
      for (const step of steps) expect([step.name, await step.run(send)]).toEqual([step.name, step.expected]);

      const form = await fetch(`${origin}/platform/integrations/payments/contracts`, {
        method: 'POST',
        headers: { 'x-actor': 'ann' },
        body: new URLSearchParams({ contract_version: 'v9' }),
      });
      expect(form.status).toBe(415);
      expect(await form.json()).toMatchObject({ reason: 'media_type_unsupported' });
      const empty = await send('POST', '');
      expect(empty).toMatchObject({ status: 400, body: { reason: 'body_required' } });
      const unknown = await fetch(`${origin}/platform/integrations/payments/unknown`);
      expect(unknown.status).toBe(404);
      expect(unknown.headers.get('content-type')).toBe('application/problem+json');
      expect(unknown.headers.get('x-request-id')).toBeTruthy();
      expect(example.output().trim().split('\n')).toHaveLength(1);
    } finally {
      example.kill('SIGKILL');
      await example.ended;
    }
  });
});
