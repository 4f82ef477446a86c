import { InputError, InternalError } from '@frostline/base';
import { openOnnxFile, type HostTensor, type OnnxFile } from '@frostline/engine';
import { featureCount, poolFeatures, poolingOf, type Pooling } from './pool-features.js';

/** What a model gives for images of one size. */
export interface FeatureForm {
  /** Of the output, the batch left out. */
  readonly shape: readonly number[];
  readonly pooling: Pooling;
  /** Features of one image. */
  readonly width: number;
}

/** A model from an ONNX file as an extractor of features: normalised images [N, 3, S, S] → vectors [N, width]. */
export interface OnnxFeatures {
  /** The name of the value that is taken for features. */
  readonly output: string;
  /** Edge of the only images that it takes, pixels; null when it may take others. */
  readonly imageSize: number | null;
  /**
   * Finds out what it gives, by running it on black images.
   *
   * @throws InputError `image-size`, `onnx-run` for a size that it does not take, `onnx-output`
   */
  probe(size: number): Promise<FeatureForm>;
  /** Features of any number of images of a size that was probed, row-major. */
  run(images: HostTensor): Promise<Float32Array>;
  dispose(): void;
}

/** Images of the probe: two show whether the output has a row for each. */
const PROBED = 2;

/**
 * Opens a model. A fixed batch is respected: images go in by as many as it takes, the last batch padded.
 *
 * @param output which of the values that it computes; its first output unless told
 * @throws InputError see `openOnnxFile`; `onnx-input` when it does not take square colour images [N, 3, S, S]
 */
export async function openOnnxFeatures(file: string, output?: string): Promise<OnnxFeatures> {
  const model = await openOnnxFile(file, { output });
  try {
    return new Extractor(file, model);
  } catch (error) {
    model.dispose();
    throw error;
  }
}

class Extractor implements OnnxFeatures {
  readonly output: string;
  readonly imageSize: number | null;
  /** Images that go in at once; null for any number. */
  private batch: number | null;
  /** What it gives; undefined before the first probe. */
  private form: FeatureForm | undefined;

  constructor(
    private readonly file: string,
    private readonly model: OnnxFile,
  ) {
    const { inputShape, output } = model;
    const [batch = null, channels = null, height = null, width = null] = inputShape;
    const isSquare = height === null || width === null || height === width;
    if (inputShape.length !== 4 || (channels !== null && channels !== 3) || !isSquare)
      throw new InputError('onnx-input', 'only a model of square colour images can be used', {
        place: file,
        found: `[${inputShape.map((length) => length ?? 'any').join(', ')}]`,
        allowed: 'float32 [batch, 3, size, size]',
      });
    this.output = output;
    this.batch = batch;
    this.imageSize = height ?? width;
  }

  async probe(size: number): Promise<FeatureForm> {
    if (this.imageSize !== null && size !== this.imageSize)
      throw new InputError('image-size', 'the model takes images of one size', {
        place: this.file,
        found: size,
        allowed: `image_size: ${this.imageSize}`,
      });
    const { shape, dtype } = await this.probed(size);
    const pooling = poolingOf({ shape, dtype }, this.file);
    this.form = { shape: shape.slice(1), pooling, width: featureCount(shape, pooling) };
    return this.form;
  }

  async run({ shape, data }: HostTensor): Promise<Float32Array> {
    const { form } = this;
    if (form === undefined) throw new InternalError('a model runs before it was probed');
    const [images = 0, ...image] = shape;
    const batch = this.batch ?? images;
    const perImage = image.reduce((product, length) => product * length, 1);
    const features = new Float32Array(images * form.width);
    for (let first = 0; first < images; first += batch) {
      const count = Math.min(batch, images - first);
      const pixels = data.subarray(first * perImage, (first + count) * perImage);
      const padded = count === batch ? pixels : new Float32Array(batch * perImage);
      if (padded !== pixels) padded.set(pixels);
      const result = await this.model.run({ shape: [batch, ...image], dtype: 'float32', data: padded });
      const rows = poolFeatures(this.checked(result, batch), form.pooling);
      features.set(rows.subarray(0, count * form.width), first * form.width);
    }
    return features;
  }

  dispose(): void {
    this.model.dispose();
  }

  /** Some exporters call a batch free that is one all the same. */
  private async probed(size: number): Promise<HostTensor> {
    const batch = this.batch ?? PROBED;
    try {
      return this.checked(await this.black(batch, size), batch);
    } catch (error) {
      if (this.batch !== null || !(error instanceof InputError)) throw error;
      const one = await this.black(1, size).catch(() => undefined);
      if (one === undefined) throw error;
      const checked = this.checked(one, 1);
      this.batch = 1;
      return checked;
    }
  }

  private black(batch: number, size: number): Promise<HostTensor> {
    const shape = [batch, 3, size, size];
    return this.model.run({ shape, dtype: 'float32', data: new Float32Array(batch * 3 * size * size) });
  }

  private checked(result: HostTensor, batch: number): HostTensor {
    if (result.shape[0] === batch) return result;
    throw new InputError('onnx-output', 'this output has no row for each image', {
      place: this.file,
      found: `${this.output} [${result.shape.join(', ')}] for ${batch} images`,
      allowed: `[${batch}, …]`,
      fix: 'name another value of the model behind a #',
    });
  }
}
