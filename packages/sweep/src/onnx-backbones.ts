import {
  onnxStage,
  parseOnnxName,
  type BackboneEntry,
  type Catalog,
  type OnnxFacts,
} from '@frostline/protocol';
import { choicesOf, namesOf } from './choices.js';
import { defaultOf } from './settings.js';
import type { SweepFile } from './sweep-file.js';

/** What was found out about a model in an ONNX file. */
export interface OnnxModelFacts extends OnnxFacts {
  /** Absolute path of the file. */
  readonly file: string;
  /** What it is, by its files. */
  readonly sha256: string;
  /** Edge of the only images that it takes, pixels; null when it may take others. */
  readonly imageSize: number | null;
  /** Features of one image. */
  readonly width: number;
}

/** A model in an ONNX file as the planner sees it: one frozen stage, and a linear head. What it costs is not known. */
export function onnxEntry(
  name: string,
  { file, sha256, imageSize, width, ...onnx }: OnnxModelFacts,
): BackboneEntry {
  return {
    name,
    stages: [onnxStage],
    parameters: [0, width + 1],
    norms: [0],
    biases: [0],
    buffers: [0, 0],
    outputs: [{ channels: width, scale: 0, offset: 1 }],
    macs: [0, width],
    imageSize,
    smallestImage: 1,
    smallestAlone: 1,
    hasDropout: true,
    weights: { name: file, sha256 },
    defaultWeights: file,
    onnx,
  };
}

/**
 * A catalog with the models in ONNX files that a sweep file names, of which nothing else is known yet: what the file says
 * of them can then be checked like the rest.
 *
 * @param raw the sweep file as YAML has it, before it is checked
 */
export function withNamedModels(catalog: Catalog, raw: unknown): Catalog {
  const names = [...new Set(backboneTexts(raw).filter(isModel))];
  const unknown = {
    file: '',
    sha256: '',
    imageSize: null,
    width: 0,
    output: '',
    misfits: {},
    trainedSize: null,
    normalization: null,
    summary: '',
  };
  const entries = names.map((name) => onnxEntry(name, { ...unknown, shortName: name }));
  return { ...catalog, backbones: [...catalog.backbones, ...entries] };
}

const isModel = (text: string): boolean => parseOnnxName(text) !== undefined;

/** What was meant as the name of a model in a file, and is none. */
export const misnamedModels = (raw: unknown): string[] => [
  ...new Set(backboneTexts(raw).filter((text) => /^onnx:|\.onnx\b/.test(text) && !isModel(text))),
];

/** Every text in the file that may be a backbone. */
const backboneTexts = (raw: unknown): string[] =>
  ['trial', 'parameters'].flatMap((key) => textsIn(memberOf(memberOf(raw, key), 'backbone')));

const memberOf = (value: unknown, key: string): unknown =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[key] : undefined;

function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [];
}

/** The models in ONNX files that a sweep may train on, by their names in the file; each once. */
export const modelsOf = (sweep: Pick<SweepFile, 'trial' | 'parameters'>): string[] => [
  ...new Set(namesOf(sweep, 'backbone').filter(isModel)),
];

/** The sizes of images that a sweep lists, in ascending order; those of a range are not known before they are drawn. */
export function imageSizesOf(sweep: Pick<SweepFile, 'trial' | 'parameters'>): number[] {
  const isSaid = sweep.trial.image_size !== undefined || sweep.parameters.image_size !== undefined;
  const sizes = isSaid ? choicesOf(sweep, 'image_size') : [defaultOf('image_size')];
  return [...new Set(sizes.filter((size) => typeof size === 'number'))].sort((a, b) => a - b);
}
