import { bindingsOf, eitherWay } from '../levels.ts';
import { fieldRule, wasStated, type FieldRules } from './field.ts';

/** WebSockets and HTTP. */
export const httpRules: readonly FieldRules[] = [
  {
    protocol: 'ws',
    place: 'channel',
    fields: ['method'],
    fallback: 'GET',
    rules: [
      fieldRule(
        {
          id: 'ws-method-changed',
          area: 'websockets',
          level: 'breaking',
          because: 'Clients open the connection with the method of the baseline.',
          remedy: 'Accept both methods.',
          source: bindingsOf('websockets'),
        },
        'The method of the handshake',
      ),
    ],
  },
  {
    protocol: 'http',
    place: 'operation',
    fields: ['method'],
    rules: [
      fieldRule(
        {
          id: 'http-method-changed',
          area: 'http',
          level: eitherWay('breaking'),
          because: 'Requests with the method of the baseline are refused, or others come than are handled.',
          remedy: 'Accept both methods.',
          source: bindingsOf('http'),
        },
        'The method',
        wasStated,
      ),
    ],
  },
  {
    protocol: 'http',
    place: 'message',
    fields: ['statusCode'],
    rules: [
      fieldRule(
        {
          id: 'http-status-code-changed',
          area: 'http',
          level: eitherWay('breaking'),
          because: 'Whoever gets the response does what its status says.',
          remedy: 'Keep the status.',
          source: bindingsOf('http'),
        },
        'The status code',
        wasStated,
      ),
    ],
  },
];
