import { sha256 } from '@frostline/base';
import { backboneFacts, backboneNames, defaultWeights, findWeights, strategyCatalog } from '@frostline/model';
import type { BackboneEntry, Catalog } from '@frostline/protocol';
import { readFileSync } from 'node:fs';

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
        weights: shippedWeights(name),
      };
    }),
    strategies: strategyCatalog,
  };
}

function shippedWeights(backbone: string): BackboneEntry['weights'] {
  const name = defaultWeights(backbone);
  const entry = name === null ? null : findWeights(name);
  return name === null || entry === null ? null : { name, sha256: sha256(readFileSync(entry.file)) };
}
