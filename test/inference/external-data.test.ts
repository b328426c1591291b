import { expect, it } from 'vitest';
import { namesExternalData } from '../../src/inference/external-data.js';
import {
  externalDataModel,
  gainModel,
  identityModel,
  nestedExternalDataModel,
  slowModel,
} from '../support/onnx-writer.js';

it.each([
  ['no tensors', identityModel()],
  ['tensors', gainModel(2)],
  ['a loop', slowModel()],
])('a model with %s of its own names no external data', (_, model) => {
  expect(namesExternalData(model)).toBe(false);
});

it.each([
  ['at the top', externalDataModel('weights.bin')],
  ['inside a loop', nestedExternalDataModel('weights.bin')],
])('external data is found %s', (_, model) => {
  expect(namesExternalData(model)).toBe(true);
});

it('a file that ends in the middle of a field is no model', () => {
  expect(() => namesExternalData(slowModel().subarray(0, -1))).toThrow(RangeError);
});
