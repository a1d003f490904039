#!/usr/bin/env node
import { runCommandLine } from './cli.ts';

async function main(): Promise<void> {
  process.exitCode = await runCommandLine(process.argv.slice(2), (line) => {
    process.stdout.write(`${line}\n`);
  });
}

void main();
