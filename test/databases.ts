/** Says once, before all tests, which of them need a database that is not there. */
export function setup(): void {
  const missing = [
    ['DATABASE_URL', 'postgres://postgres@127.0.0.1:5432/test'],
    ['MYSQL_URL', 'mysql://root@127.0.0.1:3306/test'],
  ].filter(([name = '']) => (process.env[name] ?? '') === '');
  if (missing.length === 0) return;
  const settings = missing.map(([name, example]) => `${name}=${example}`).join(' ');
  console.log(`Tests on real database servers are skipped; to run them, set ${settings} (.ci/databases starts both).`);
}
