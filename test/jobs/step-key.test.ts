import { describe, expect, it } from 'vitest';
import { canonicalJson, stepKey, type StepKeyParts } from '../../src/jobs/step-key.js';

const parts: StepKeyParts = {
  kind: 'mix',
  settings: { gainDb: -3, reverb: { room: 0.4, wet: 0.1 } },
  files: { lead: 'aa', music: 'bb' },
  data: { pitch: [1, 2] },
};

describe('a step key', () => {
  it('is the same for the same work, whatever the order of its settings', () => {
    const reordered = {
      data: { pitch: [1, 2] },
      files: { music: 'bb', lead: 'aa' },
      settings: { reverb: { wet: 0.1, room: 0.4 }, gainDb: -3 },
      kind: 'mix',
    };
    expect(stepKey(reordered)).toBe(stepKey(parts));
  });

  it.each<[string, Partial<StepKeyParts>]>([
    ['kind', { kind: 'master' }],
    ['a setting', { settings: { gainDb: -3, reverb: { room: 0.4, wet: 0.2 } } }],
    ['the content of an input', { files: { lead: 'aa', music: 'cc' } }],
    ['which input is which', { files: { lead: 'bb', music: 'aa' } }],
    ['input data', { data: { pitch: [2, 1] } }],
  ])('changes with %s', (_, change) => {
    expect(stepKey({ ...parts, ...change })).not.toBe(stepKey(parts));
  });

  it('sorts keys at every depth and leaves lists in order', () => {
    expect(canonicalJson({ b: [{ d: 1, c: 2 }, 1], a: null })).toBe(
      '{"a":null,"b":[{"c":2,"d":1},1]}',
    );
  });
});
