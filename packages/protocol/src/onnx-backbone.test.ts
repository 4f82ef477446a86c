import { describe, expect, it } from 'vitest';
import { onnxName, onnxNamePattern, parseOnnxName, shortOnnxName } from './onnx-backbone.js';

describe('the name of a backbone in an ONNX file', () => {
  it.each([
    ['onnx:net.onnx', 'net.onnx', undefined, 'onnx:net.onnx'],
    [
      'onnx:../a b/net.onnx#/blocks.11/Add_output_0',
      '../a b/net.onnx',
      '/blocks.11/Add_output_0',
      'onnx:net.onnx#/blocks.11/Add_output_0',
    ],
    ['onnx:a#b/net.onnx#x#y', 'a#b/net.onnx', 'x#y', 'onnx:net.onnx#x#y'],
    ['onnx:/dino/onnx/model.onnx', '/dino/onnx/model.onnx', undefined, 'onnx:/dino/onnx/model.onnx'],
    ['onnx:C:\\nets\\net.onnx', 'C:\\nets\\net.onnx', undefined, 'onnx:net.onnx'],
  ])('%s is file, output and a short form', (name, file, output, short) => {
    expect(name).toMatch(new RegExp(onnxNamePattern));
    expect(parseOnnxName(name)).toEqual({ file, output });
    expect(onnxName({ file, output })).toBe(name);
    expect(shortOnnxName({ file, output })).toBe(short);
  });

  it.each(['resnet18', 'onnx:', 'onnx:net', 'onnx:net.onnx#', 'onnx:net.pt#x', 'net.onnx'])(
    '%s is none',
    (name) => {
      expect(parseOnnxName(name)).toBeUndefined();
      expect(name).not.toMatch(new RegExp(onnxNamePattern));
    },
  );
});
