import { InputError } from '@frostline/base';
import { hashOnnxFile } from '@frostline/engine';
import { openOnnxFeatures, type FeatureForm, type OnnxFeatures } from '@frostline/model';
import { isWeightsKeyword, parseOnnxName, type TrialSettings } from '@frostline/protocol';
import { existsSync } from 'node:fs';
import { weightsChanged } from './weights-changed.js';

/** The frozen prefix of a trial whose backbone is a model in an ONNX file. */
export interface OnnxPrefix {
  /** What the model is, by its files. */
  readonly sha256: string;
  /** Name of the value that is its features. */
  readonly output: string;
  /** Features of one image. */
  readonly width: number;
  /** Ready for images of the trial's size. Whoever opens it disposes it. */
  open(): Promise<OnnxFeatures>;
}

/** What is known of the models that one process has used: to find it out takes a session, which may be large. */
export class OnnxModels {
  private readonly known = new Map<string, Pick<OnnxPrefix, 'output' | 'width'>>();

  /**
   * The model of a trial, in the file that its weights are, or that the backbone names; undefined for other backbones.
   *
   * @param weightsHash what the file must hold; anything will do when undefined
   * @throws InputError `weights-missing`, `weights-changed`; see `openOnnxFeatures`
   */
  async prefixOf(
    { backbone, weights, image_size: size }: TrialSettings,
    weightsHash: string | undefined,
  ): Promise<OnnxPrefix | undefined> {
    const name = parseOnnxName(backbone);
    if (name === undefined) return undefined;
    const file = isWeightsKeyword(weights) ? name.file : weights;
    if (!existsSync(file))
      throw new InputError('weights-missing', 'the model is no longer there', {
        place: file,
        fix: 'bring it back, or launch the sweep file again with its new place',
      });
    const sha256 = await hashOnnxFile(file);
    if (weightsHash !== undefined && sha256 !== weightsHash) throw weightsChanged(file, sha256, weightsHash);
    const probed = async (): Promise<ProbedFeatures> => {
      const features = await openOnnxFeatures(file, name.output);
      try {
        return { features, form: await features.probe(size) };
      } catch (error) {
        features.dispose();
        throw error;
      }
    };
    const key = JSON.stringify([sha256, name.output, size]);
    const known = this.known.get(key) ?? (await lookInto(probed));
    this.known.set(key, known);
    return { sha256, ...known, open: async () => (await probed()).features };
  }
}

interface ProbedFeatures {
  readonly features: OnnxFeatures;
  readonly form: FeatureForm;
}

async function lookInto(
  probed: () => Promise<ProbedFeatures>,
): Promise<Pick<OnnxPrefix, 'output' | 'width'>> {
  const { features, form } = await probed();
  features.dispose();
  return { output: features.output, width: form.width };
}
