import { startServer } from './server.ts';
import { readSettings, SetupProblem } from './settings.ts';

try {
  const server = await startServer(readSettings(process.env));
  console.log(`Contracts are served on ${server.origin}/platform/integrations/{integration_id}/contracts`);
  console.log(`The API is described by ${server.origin}/platform/integrations/openapi.json`);
  console.log(`The data is kept in ${server.file}`);
  console.log('For trying out only: whoever calls is believed. The headers x-actor and x-permissions say who asks and');
  console.log('what that actor may do, for instance "x-permissions: platform.member_admin.operate".');

  const stop = (signal: NodeJS.Signals): void => {
    // A second signal ends the process at once.
    process.once(signal, () => process.exit(1));
    console.log('Stopping: requests that are being answered are waited for.');
    void server.stop().then(() => console.log('Stopped.'));
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
} catch (error) {
  if (!(error instanceof SetupProblem)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
