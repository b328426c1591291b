import { describe, expect, it } from 'vitest';
import { bytesField, message, textField } from '../../../src/inference/onnx/protobuf.js';
import { readOnnxVoice } from '../../../src/voices/rvc/onnx-voice/read-onnx-voice.js';
import { externalDataModel, gainModel } from '../../support/onnx-writer.js';
import { exportedVoice } from './exported-voice.js';

const labelled = (model: Uint8Array, labels: object) =>
  Buffer.concat([
    model,
    ...bytesField(14, message(textField(1, 'metadata'), textField(2, JSON.stringify(labels)))),
  ]);

describe('a voice that was exported as ONNX', () => {
  it.each([
    ['rvc', 768, [16, 20], true],
    ['rvc', 256, [10, 10, 4], false],
    ['client', 768, [12, 10, 2, 2], true],
    ['client', 256, [10, 10, 2, 2], false],
  ] as const)('of %s tells what it is: width %i, strides %j, pitch %s', (...given) => {
    const [exporter, width, strides, hasPitch] = given;
    const model = exportedVoice({ exporter, width, strides, hasPitch });
    expect(readOnnxVoice(model, 'a.onnx').facts).toEqual({
      version: width === 768 ? 'v2' : 'v1',
      sampleRate: 100 * strides.reduce((a: number, b) => a * b, 1),
      samplesPerFrame: strides.reduce((a: number, b) => a * b, 1),
      hasPitch,
      speakers: 1,
      latentChannels: 192,
    });
  });

  it('is believed by its graph, and by its label only where the graph says nothing', () => {
    const labels = { samplingRate: 48_000, modelType: 'pyTorchRVCv2', embedder: 'hubert_base' };
    const withGraph = labelled(exportedVoice({ exporter: 'client' }), labels);
    expect(readOnnxVoice(withGraph, 'a.onnx')).toMatchObject({
      facts: { sampleRate: 32_000 },
      notes: expect.arrayContaining(['model_type: pyTorchRVCv2']) as string[],
    });
    const without = exportedVoice({ exporter: 'client', strides: [] });
    expect(readOnnxVoice(labelled(without, labels), 'a.onnx').facts.sampleRate).toBe(48_000);
    expect(() => readOnnxVoice(without, 'a.onnx')).toThrow(/sample rate can’t be told/);
  });

  it.each<[string, Uint8Array, RegExp]>([
    ['another model', gainModel(2), /'a.onnx' is no voice that can be used: it takes x/],
    [
      'unknown inputs',
      exportedVoice({ exporter: 'rvc', extraInputs: { skip_head: [1] } }),
      /it takes phone, .*skip_head/,
    ],
    ['another width', exportedVoice({ exporter: 'rvc', width: 512 }), /of width 512/],
    ['absurd rates', exportedVoice({ exporter: 'rvc', strides: [4096, 4096] }), /can’t be told/],
    ['weights elsewhere', externalDataModel('/etc/passwd'), /weights in other files/],
    ['a cut', exportedVoice({ exporter: 'rvc' }).subarray(0, 500), /no ONNX file/],
  ])('is refused for %s', (_, bytes, message) => {
    expect(() => readOnnxVoice(bytes, 'a.onnx')).toThrow(message);
  });
});
