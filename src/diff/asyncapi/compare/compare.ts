import { identityRules, specificationRules, versionRules } from '../rules/document.ts';
import { compareAnnotations } from './annotations.ts';
import { compareChannels, pairChannels } from './channels.ts';
import { applySlotRules, type Context } from './context.ts';
import { compareOperations } from './operations.ts';
import { compareServers, pairServers } from './servers.ts';

/** Compares two models from the document down; what an element explains is not said again of its parts. */
export async function compareModels(context: Context): Promise<void> {
  const [baseline, candidate] = [context.baseline.model, context.candidate.model];
  const undirected = { direction: 'none' } as const;
  applySlotRules(context, specificationRules, [baseline.specification, candidate.specification], undirected);
  applySlotRules(context, versionRules, [baseline.version, candidate.version], undirected);
  applySlotRules(context, identityRules, [baseline.id, candidate.id], undirected);
  const servers = pairServers(context);
  compareServers(context, servers);
  const channels = pairChannels(context);
  compareChannels(context, channels, servers);
  compareOperations(context, channels);
  compareAnnotations(context);
  for (const work of context.pending) await work();
}
