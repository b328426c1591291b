import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { blendModels } from '../../../src/voices/rvc/blend-models.js';
import { readRvcModel } from '../../../src/voices/rvc/rvc-model.js';
import { vectorPath } from './vectors.js';

const model = (name: string) => readRvcModel(readFileSync(vectorPath(`${name}.pth`)), name);
const NAME = 'dec.conv_pre.weight';

describe('a blend of voices', () => {
  it('of one and the same voice is that voice', () => {
    const one = model('v2_40k_f0');
    const blend = blendModels([one, one], [0.25, 0.75]);
    const [got, wanted] = [blend, one].map(({ weights }) => weights.get(NAME));
    expect(blend.facts).toEqual(one.facts);
    expect(got.dims).toEqual(wanted.dims);
    // 16-bit weights, summed in float32.
    got.data.forEach((value, i) => expect(Math.abs(value - wanted.data[i])).toBeLessThan(1e-6));
  });

  it('is refused, with the reason, for voices of different kinds', () => {
    const with40k = (other: string) => () =>
      blendModels([model('v2_40k_f0'), model(other)], [0.5, 0.5]);
    expect(with40k('v1_40k_f0')).toThrow(/version differs \(v2 and v1\)/);
    expect(with40k('v2_40k_nof0')).toThrow(/melody differs/);
    expect(with40k('v2_48k_f0')).toThrow(/sample rate differs \(40000 and 48000\)/);
  });
});
