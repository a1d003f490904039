import { configureGlobal } from 'fast-check';

/** Properties ask the same questions in every run; `PROPERTY_SEED` asks others, of the same code. */
configureGlobal({ seed: Number(process.env['PROPERTY_SEED'] ?? 20_261_201) });
