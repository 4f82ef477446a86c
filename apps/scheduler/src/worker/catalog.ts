import { backboneFacts, backboneNames, defaultWeights, strategyCatalog } from '@frostline/model';
import type { Catalog } from '@frostline/protocol';

/** What a sweep may name, read from the registries. */
export function readCatalog(): Catalog {
  return {
    backbones: backboneNames.map((name) => {
      const facts = backboneFacts(name);
      return {
        name,
        stages: facts.stages.slice(0, -1).map((stage) => stage.name),
        parameters: facts.parameters,
        macs: facts.stages.map((stage) => stage.macs),
        hasWeights: defaultWeights(name) !== null,
      };
    }),
    strategies: strategyCatalog,
  };
}
