import { sha256 } from '@frostline/base';
import {
  backboneFacts,
  backboneNames,
  defaultWeights,
  findWeights,
  shippedWeights,
  strategyCatalog,
  type StageFacts,
} from '@frostline/model';
import type { BackboneEntry, Catalog, StageOutput } from '@frostline/protocol';
import { readFileSync } from 'node:fs';

/** Edge of the images at which costs are told, pixels. */
const SIZE = 224;

/** What a sweep may name, read from the registries; what a backbone is like is found when it is first asked for. */
export function readCatalog(): Catalog {
  return { backbones: backboneNames.map(entryWhenAsked), strategies: strategyCatalog };
}

/** All nets together take more than a second, and a sweep names a few. */
function entryWhenAsked(name: string): BackboneEntry {
  let entry: Omit<BackboneEntry, 'name' | 'onnx'> | undefined;
  const property = (key: keyof typeof entryKeys) => ({
    enumerable: true,
    get: () => (entry ??= entryOf(name))[key],
  });
  const keys = Object.keys(entryKeys) as (keyof typeof entryKeys)[];
  const properties = Object.fromEntries(keys.map((key) => [key, property(key)]));
  return Object.defineProperties({ name }, properties) as BackboneEntry;
}

const entryKeys = {
  stages: true,
  parameters: true,
  norms: true,
  biases: true,
  buffers: true,
  outputs: true,
  macs: true,
  imageSize: true,
  smallestImage: true,
  smallestAlone: true,
  hasDropout: true,
  weights: true,
  defaultWeights: true,
} as const satisfies Record<keyof Omit<BackboneEntry, 'name' | 'onnx'>, true>;

function entryOf(name: string): Omit<BackboneEntry, 'name' | 'onnx'> {
  const facts = backboneFacts(name, { size: SIZE, classes: 1 });
  const { stages, hasDropout, imageSize } = facts;
  const larger = imageSize === null ? backboneFacts(name, { size: 2 * SIZE, classes: 1 }) : facts;
  return {
    stages: stages.slice(0, -1).map((stage) => stage.name),
    parameters: stages.map((stage) => stage.parameters),
    norms: stages.slice(0, -1).map((stage) => stage.norms),
    biases: stages.slice(0, -1).map((stage) => stage.biases),
    buffers: stages.map((stage) => stage.buffers),
    outputs: stages.slice(0, -1).map((stage, index) => outputOf(stage, larger.stages[index])),
    macs: stages.map((stage) => stage.macs),
    imageSize,
    get smallestImage() {
      return facts.smallestImage;
    },
    get smallestAlone() {
      return facts.smallestAlone;
    },
    hasDropout,
    weights: whatShips(name),
    defaultWeights: defaultWeights(name),
  };
}

function whatShips(backbone: string): BackboneEntry['weights'] {
  const name = shippedWeights(backbone);
  const place = name === null ? undefined : findWeights(name)?.place;
  return name === null || place?.kind !== 'shipped'
    ? null
    : { name, sha256: sha256(readFileSync(place.file)) };
}

/** How a stage's output grows with the image: two sizes tell which axes do, their stride and what the padding lacks. */
function outputOf({ outputShape }: StageFacts, larger: StageFacts | undefined): StageOutput {
  const grown = larger?.outputShape ?? outputShape;
  const axis = outputShape.findIndex((extent, index) => extent !== grown[index]);
  const channels = outputShape
    .filter((extent, index) => extent === grown[index])
    .reduce((product, extent) => product * extent, 1);
  const edge = outputShape[axis] ?? 1;
  const scale = ((grown[axis] ?? 1) - edge) / SIZE;
  return { channels, scale, offset: edge - scale * SIZE };
}
