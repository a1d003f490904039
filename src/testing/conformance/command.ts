#!/usr/bin/env node
import { runCommandLine } from './cli.ts';

void runCommandLine(process.argv.slice(2), (line) => {
  process.stdout.write(`${line}\n`);
}).then((code) => {
  process.exitCode = code;
});
