import { expect, it } from 'vitest';
import { metadataOf } from '../../src/inference/model-metadata.js';
import { identityModel, spectraModel } from '../support/onnx-writer.js';

const SHAPE = { dimF: 4, frames: 2 };

it('metadata is what the exporter wrote, by its own names', () => {
  const metadata = { n_fft: '6144', Titel: 'Größe', empty: '' };
  expect(metadataOf(spectraModel({ ...SHAPE, metadata }))).toEqual(metadata);
  expect(metadataOf(identityModel())).toEqual({});
});

it('a name that objects have themselves is a name like any other', () => {
  const metadata = JSON.parse('{"__proto__": "x", "constructor": "y"}') as Record<string, string>;
  const found = metadataOf(spectraModel({ ...SHAPE, metadata }));
  expect(Object.entries(found)).toEqual(Object.entries(metadata));
  expect(Object.getPrototypeOf(found)).toBe(Object.prototype);
});

it('a text of more than 1000 bytes is left out', () => {
  const metadata = { long: 'x'.repeat(1001), short: 'x'.repeat(1000) };
  expect(Object.keys(metadataOf(spectraModel({ ...SHAPE, metadata })))).toEqual(['short']);
});

it('a file that ends in the middle of a field is no model', () => {
  expect(() => metadataOf(identityModel().subarray(0, -1))).toThrow(RangeError);
});
