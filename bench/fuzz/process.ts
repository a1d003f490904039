import { work } from './worker.ts';
import type { Stretch } from './worker.ts';

process.once('message', (stretch: Stretch) => {
  void work(stretch, (report) => process.send?.(report)).then(() => process.disconnect());
});
