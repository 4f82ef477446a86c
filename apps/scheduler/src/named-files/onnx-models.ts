import { InputError } from '@frostline/base';
import type * as Engine from '@frostline/engine';
import type * as Model from '@frostline/model';
import {
  normalizationText,
  parseOnnxName,
  shortOnnxName,
  type BackboneEntry,
  type OnnxName,
} from '@frostline/protocol';
import { imageSizesOf, modelsOf, onnxEntry, placeOfChoice, type SweepFile } from '@frostline/sweep';
import path from 'node:path';
import { namedFile, type SweepPlaces } from './named-file.js';

/** Edge at which a model is tried when the sweep draws its sizes from a range, pixels. */
const USUAL_SIZE = 224;

/**
 * Looks into the models in ONNX files that a sweep names: runs each once for every size of images.
 *
 * @throws InputError with the place in the sweep file: for a file that is missing or no model of square colour images, an
 * output that there is not or that is no features, sizes of which it takes none, a malformed card
 */
export async function readOnnxModels(sweep: SweepFile, places: SweepPlaces): Promise<BackboneEntry[]> {
  const names = modelsOf(sweep);
  if (names.length === 0) return [];
  // They come with the tensor runtime, which a sweep without such models can do without.
  const engine = await import('@frostline/engine');
  const model = await import('@frostline/model');
  const sizes = imageSizesOf(sweep);
  const shortNames = shortest(names);
  const entries: BackboneEntry[] = [];
  // One after the other: each may be gigabytes in memory.
  for (const [index, name] of names.entries()) {
    const shortName = shortNames[index] ?? name;
    entries.push(await readModel(name, { sweep, sizes, shortName, ...places, engine, model }));
  }
  return entries;
}

/** Short names, where they tell the models apart. */
function shortest(names: readonly string[]): string[] {
  const short = names.map((name) => shortOnnxName(partsOf(name)));
  return names.map((name, index) => {
    const own = short[index] ?? name;
    const isTaken =
      short.filter((other) => other === own).length > 1 || (names.includes(own) && own !== name);
    return isTaken ? name : own;
  });
}

const partsOf = (name: string): OnnxName => parseOnnxName(name) ?? { file: name, output: undefined };

interface Reading extends SweepPlaces {
  readonly sweep: SweepFile;
  readonly sizes: readonly number[];
  readonly shortName: string;
  readonly engine: typeof Engine;
  readonly model: typeof Model;
}

async function readModel(name: string, reading: Reading): Promise<BackboneEntry> {
  const { sweep, folder, placeOf, shortName, engine, model } = reading;
  const { file: written, output } = partsOf(name);
  const place = placeOf(placeOfChoice(sweep, 'backbone', name) ?? ['parameters', 'backbone']);
  const file = namedFile(written, { folder, place, kind: 'model', form: 'an ONNX file' });
  return await refusedAt(place, async () => {
    const sha256 = await engine.hashOnnxFile(file);
    const sidecar = model.findSidecar(file);
    const features = await model.openOnnxFeatures(file, output);
    try {
      const { imageSize } = features;
      const { form, misfits } = await probe(features, reading, sidecar?.preprocessing.size);
      const normalization = sidecar === null ? null : normalizationText(sidecar.preprocessing);
      const shown =
        sidecar === null ? '' : `; ${path.relative(folder, sidecar.file)}: normalization ${normalization}`;
      return onnxEntry(name, {
        file,
        sha256,
        imageSize,
        width: form.width,
        shortName,
        output: features.output,
        misfits,
        trainedSize: sidecar?.preprocessing.size ?? null,
        normalization,
        summary: `${shortName}: ${features.output} ${wordsOf(form)}${shown}`,
      });
    } finally {
      features.dispose();
    }
  });
}

/** What a model gives, and on which of the sweep's sizes it does not run. */
async function probe(
  features: Model.OnnxFeatures,
  { sweep, sizes, placeOf }: Reading,
  trainedSize: number | undefined,
): Promise<{ form: Model.FeatureForm; misfits: Record<number, string> }> {
  const { imageSize } = features;
  if (imageSize !== null && sizes.length > 0 && !sizes.includes(imageSize))
    throw new InputError('image-size', 'the model takes images of one size only', {
      place: placeOf(placeOfSize(sweep, sizes)),
      found: sizes.length === 1 ? sizes[0] : sizes,
      allowed: `image_size: ${imageSize}`,
    });
  const tried = imageSize !== null ? [imageSize] : sizes.length > 0 ? sizes : [trainedSize ?? USUAL_SIZE];
  let form: Model.FeatureForm | undefined;
  let failure: unknown;
  const misfits: Record<number, string> = {};
  for (const size of tried)
    try {
      form = await features.probe(size);
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      failure = error;
      misfits[size] = error.message;
    }
  if (form === undefined) throw failure;
  return { form, misfits };
}

/** Where the sizes of images stand, or could. */
function placeOfSize(sweep: SweepFile, sizes: readonly number[]): readonly PropertyKey[] {
  return placeOfChoice(sweep, 'image_size', sizes[0] ?? NaN) ?? ['trial'];
}

function wordsOf({ shape, pooling, width }: Model.FeatureForm): string {
  const how = pooling === 'none' ? '' : `, ${pooling}: ${width} features`;
  return `[${shape.join(', ')}]${how}`;
}

/** What is wrong with a model is wrong with the line that names it. */
async function refusedAt<Result>(place: string, look: () => Promise<Result>): Promise<Result> {
  try {
    return await look();
  } catch (error) {
    // That is wrong elsewhere.
    if (!(error instanceof InputError) || error.code === 'image-size') throw error;
    throw new InputError(error.code, `this model cannot be used: ${error.message}`, { place, cause: error });
  }
}
