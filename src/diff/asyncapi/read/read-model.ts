import type { JsonObject } from '../../../internal/json.ts';
import type { EventModel } from '../model.ts';
import { readV2, type Perspective } from './v2.ts';
import { readV3 } from './v3.ts';

export type { Perspective } from './v2.ts';

/** Reads a document into the model that all versions share; what a document leaves out or says wrongly is left out. */
export function readModel(root: JsonObject, version: string, perspective: Perspective): EventModel {
  return version.startsWith('2.') ? readV2(root, perspective) : readV3(root);
}
