import { benchOverhead } from './overhead.ts';

await benchOverhead();
