import { registerOn } from './conformance.ts';
import { postgres } from './databases.ts';

await registerOn(postgres);
