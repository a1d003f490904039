import { registerOn } from './conformance.ts';
import { mariadb } from './databases.ts';

await registerOn(mariadb);
