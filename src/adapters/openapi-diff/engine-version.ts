import { createRequire } from 'node:module';

/** The installed version, which is part of the ruleset: another version may judge differently. */
export function engineVersion(): string {
  const manifest: unknown = createRequire(import.meta.url)('openapi-diff/package.json');
  const isManifest = typeof manifest === 'object' && manifest !== null && 'version' in manifest;
  return isManifest ? String(manifest.version) : 'unknown';
}
