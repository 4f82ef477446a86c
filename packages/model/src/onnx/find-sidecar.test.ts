import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findSidecar } from './find-sidecar.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'frostline-sidecar-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

const write = (name: string, content: unknown): string => {
  const file = path.join(folder, name);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
  return file;
};

const half = [0.5, 0.5, 0.5];
/** As in timm/vit_tiny_patch16_224.augreg_in21k_ft_in1k. */
const timm = {
  architecture: 'vit_tiny_patch16_224',
  num_classes: 1000,
  pretrained_cfg: {
    input_size: [3, 224, 224],
    crop_pct: 0.9,
    interpolation: 'bicubic',
    mean: half,
    std: half,
  },
};
/** As in facebook/dinov2-small. */
const dinov2 = {
  crop_size: { height: 224, width: 224 },
  do_center_crop: true,
  do_normalize: true,
  image_mean: [0.485, 0.456, 0.406],
  image_std: [0.229, 0.224, 0.225],
  image_processor_type: 'BitImageProcessor',
  resample: 3,
  rescale_factor: 0.00392156862745098,
  size: { shortest_edge: 256 },
};
/** As in google/vit-base-patch16-224, which crops nothing. */
const vit = { do_normalize: true, image_mean: half, image_std: half, resample: 2, size: 224 };

describe('the card beside a model', () => {
  it("may be timm's", () => {
    const file = write('config.json', timm);
    expect(findSidecar(path.join(folder, 'net.onnx'))).toEqual({
      file,
      preprocessing: { mean: half, std: half, size: 224, resize: 248, interpolation: 'bicubic' },
    });
  });

  it('may be that of an image processor, also one folder up from onnx/', () => {
    const file = write('preprocessor_config.json', dinov2);
    // What transformers says of the model itself is no card.
    write('config.json', { architectures: ['Dinov2Model'], hidden_size: 384 });
    expect(findSidecar(path.join(folder, 'onnx/model.onnx'))).toEqual({
      file,
      preprocessing: {
        mean: dinov2.image_mean,
        std: dinov2.image_std,
        size: 224,
        resize: 256,
        interpolation: 'bicubic',
      },
    });
    expect(findSidecar(path.join(folder, 'other/model.onnx'))).toBeNull();
    write('preprocessor_config.json', vit);
    expect(findSidecar(path.join(folder, 'model.onnx'))?.preprocessing).toEqual({
      mean: half,
      std: half,
      size: 224,
      resize: 224,
      interpolation: 'bilinear',
    });
  });

  it("is the model's own before that of its folder", () => {
    write('config.json', timm);
    const file = write('net.json', { mean: [0, 0, 0], std: [1, 1, 1], size: 32 });
    expect(findSidecar(path.join(folder, 'net.onnx'))).toMatchObject({ file, preprocessing: { size: 32 } });
    expect(findSidecar(path.join(folder, 'other.onnx'))?.preprocessing.size).toBe(224);
  });

  it('normalises nothing where an image processor does not', () => {
    write('preprocessor_config.json', { ...vit, do_normalize: false });
    const { mean, std } = findSidecar(path.join(folder, 'net.onnx'))?.preprocessing ?? {};
    expect([mean, std]).toEqual([
      [0, 0, 0],
      [1, 1, 1],
    ]);
  });

  it.each([
    ['text', 'net.json', 'mean: 0.5', /net\.json: this is not a JSON object/],
    ['two channels', 'net.json', { mean: [0, 0], std: half, size: 32 }, /mean is malformed; found "\[0,0\]"/],
    ['a deviation of zero', 'net.json', { mean: half, std: [1, 0, 1], size: 32 }, /std is malformed/],
    ['no size', 'net.json', { mean: half, std: half }, /does not say for images of which size/],
    [
      'another scale',
      'preprocessor_config.json',
      { ...vit, rescale_factor: 0.00784313725 },
      /preprocessor_config\.json: .*found "rescale_factor: 0\.0078/,
    ],
  ])('is refused when it says %s', (_name, file, content, complaint) => {
    write(file, content);
    expect(() => findSidecar(path.join(folder, 'net.onnx'))).toThrow(complaint);
  });
});
