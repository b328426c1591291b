import { describe, expect, it } from 'vitest';
import { planCover } from '../../src/studio/cover.js';
import { coverRequestSchema, type CoverRequest } from '../../src/studio/requests.js';
import type { Plan } from '../../src/jobs/plan.js';
import type { Voice } from '../../src/voices/voice.js';

const voice: Voice = {
  id: 'test',
  name: 'Test',
  description: '',
  language: 'en',
  engine: 'dsp',
  origin: 'built-in',
  provenance: { licence: 'CC0-1.0', source: 'nobody' },
  range: { lowHz: 100, medianHz: 200, highHz: 400 },
  file: '/nowhere',
  sha256: '0'.repeat(64),
};
const engines = {
  separator: { id: 's', version: 1, model: null, tuning: {} },
  voice: { id: 'v', version: 1 },
  pitch: { id: 'p', version: 1 },
};

function plan(settings: Partial<CoverRequest> = {}): Plan {
  const request = coverRequestSchema.parse({ source: { demo: true }, voice: 'test', ...settings });
  return planCover(request, { source: { blob: 'b'.repeat(64), name: 'a.mp3' }, voice, engines });
}

/** Ids of the steps that a plan has to do again after another one. */
function changedSteps(before: Plan, after: Plan): string[] {
  const known = new Map(before.steps.map((step) => [step.id, JSON.stringify(step)]));
  return after.steps
    .filter((step) => known.get(step.id) !== JSON.stringify(step))
    .map(({ id }) => id);
}

describe('the plan of a cover', () => {
  it('uses only what earlier steps made', () => {
    for (const settings of [{}, { songTranspose: 3 }, { stems: false, pictures: false }]) {
      const { steps, results, report } = plan(settings);
      const seen = new Set<string>();
      for (const step of steps) {
        for (const input of Object.values(step.inputs)) {
          if (!('blob' in input)) expect(seen).toContain(input.step);
        }
        seen.add(step.id);
      }
      for (const { step } of Object.values(results)) expect(seen).toContain(step);
      expect(seen).toContain(report);
    }
  });

  it('with another reverb, separates and converts nothing again', () => {
    const reverb = { room: 0.9, decaySeconds: 3, damping: 0.1, wet: 0.4 };
    expect(changedSteps(plan(), plan({ reverb }))).toEqual(['mix', 'encode', 'report']);
  });

  it('with another seed, separates nothing again', () => {
    expect(changedSteps(plan(), plan({ seed: 2 }))).toEqual(['convert', 'encode', 'report']);
  });

  it('with another voice, separates nothing again', () => {
    const other = planCover(coverRequestSchema.parse({ source: { demo: true }, voice: 'other' }), {
      source: { blob: 'b'.repeat(64), name: 'a.mp3' },
      voice: { ...voice, id: 'other', sha256: '1'.repeat(64) },
      engines,
    });
    expect(changedSteps(plan(), other)).not.toContain('separate');
    expect(changedSteps(plan(), other)).not.toContain('lead');
    expect(changedSteps(plan(), other)).toContain('convert');
  });

  it('with another de-reverberation, separates nothing again', () => {
    expect(changedSteps(plan(), plan({ dereverb: 0 }))).toEqual(['lead', 'encode', 'report']);
  });

  it('gives the stems only where they are wanted', () => {
    expect(Object.keys(plan().results)).toEqual(
      expect.arrayContaining(['cover.wav', 'vocals.flac', 'peaks.json', 'report.json']),
    );
    const bare = plan({ stems: false, pictures: false, format: 'mp3' });
    expect(Object.keys(bare.results)).toEqual(['cover.mp3', 'report.json']);
  });
});

describe('the settings of a cover', () => {
  const parse = (settings: object) =>
    coverRequestSchema.safeParse({ source: { upload: 'u' }, voice: 'test', ...settings });

  it('all have defaults but the source and the voice', () => {
    expect(parse({}).success).toBe(true);
    expect(coverRequestSchema.safeParse({ source: { upload: 'u' } }).success).toBe(false);
  });

  it('are refused when unknown or out of range', () => {
    for (const bad of [
      { pitch: 99 },
      { pitch: NaN },
      { strength: 2 },
      { dereverb: -0.1 },
      { format: 'exe' },
      { reverb: { room: -1 } },
      { unknown: 1 },
      { seed: 1.5 },
      { source: { upload: 'u', link: 'https://example.org' } },
      { source: { link: 'file:///etc/passwd' } },
    ]) {
      expect(parse(bad).success, JSON.stringify(bad)).toBe(false);
    }
  });
});
