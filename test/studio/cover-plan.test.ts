import { describe, expect, it } from 'vitest';
import { planCover } from '../../src/studio/cover.js';
import { castOf, requireWithinSong } from '../../src/studio/cast.js';
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
  pitch: { id: 'p', version: 1 },
};

type Settings = Partial<Omit<CoverRequest, 'cast'>> & { cast?: object };

async function plan(settings: Settings = {}): Promise<Plan> {
  const request = coverRequestSchema.parse({ source: { demo: true }, voice: 'test', ...settings });
  const cast = await castOf(request, (id) =>
    Promise.resolve({ voice: { ...voice, id }, engine: { id: 'v', version: 1 } }),
  );
  return planCover(request, { source: { blob: 'b'.repeat(64), name: 'a.mp3' }, cast, engines });
}

const second = { voice: 'second', at: [{ fromSeconds: 1, toSeconds: 2 }] };

/** Ids of the steps that a plan has to do again after another one. */
function changedSteps(before: Plan, after: Plan): string[] {
  const known = new Map(before.steps.map((step) => [step.id, JSON.stringify(step)]));
  return after.steps
    .filter((step) => known.get(step.id) !== JSON.stringify(step))
    .map(({ id }) => id);
}

describe('the plan of a cover', () => {
  it('uses only what earlier steps made', async () => {
    for (const settings of [
      {},
      { songTranspose: 3 },
      { songTranspose: 3, keepBacking: true },
      { stems: false, pictures: false },
      { cast: { second }, songTranspose: 3 },
      { cast: { backing: { voice: 'b' }, second }, songTranspose: 3 },
      { voice: 'original', cast: { backing: { voice: 'original' } } },
    ]) {
      const { steps, results, report } = await plan(settings);
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

  it('with another reverb, separates and converts nothing again', async () => {
    const reverb = { room: 0.9, decaySeconds: 3, damping: 0.1, wet: 0.4, match: 0 };
    expect(changedSteps(await plan(), await plan({ reverb }))).toEqual(['mix', 'report', 'encode']);
  });

  it('with another seed, separates nothing again', async () => {
    expect(changedSteps(await plan(), await plan({ seed: 2 }))).toEqual([
      'convert',
      'report',
      'encode',
    ]);
  });

  it('with another voice, separates nothing again', async () => {
    const changed = changedSteps(await plan(), await plan({ voice: 'other' }));
    expect(changed).not.toContain('separate');
    expect(changed).not.toContain('lead');
    expect(changed).toContain('convert');
  });

  it('with another voice for one part, sings no other part again', async () => {
    const cast = { backing: { voice: 'a' }, second };
    const before = await plan({ cast });
    const otherBacking = await plan({ cast: { ...cast, backing: { voice: 'b' } } });
    expect(changedSteps(before, otherBacking)).toEqual(['convert-backing', 'report', 'encode']);
    const otherSecond = await plan({ cast: { ...cast, second: { ...second, voice: 'b' } } });
    expect(changedSteps(before, otherSecond)).toEqual(['convert-second', 'report', 'encode']);
    const louder = await plan({ cast: { ...cast, second: { ...second, gainDb: 3 } } });
    expect(changedSteps(before, louder)).toEqual(['duet', 'report', 'encode']);
  });

  it('converts nothing for the original singer', async () => {
    const kept = await plan({ voice: 'original', cast: { backing: { voice: 'original' } } });
    const convert = kept.steps.find(({ id }) => id === 'convert');
    expect(convert?.settings).toMatchObject({ voice: null, engine: null });
    expect(kept.steps.map(({ id }) => id)).not.toContain('convert-backing');
    const mix = kept.steps.find(({ id }) => id === 'mix');
    expect(mix?.inputs.backing).toEqual({ step: 'lead', file: 'backing.wav' });
  });

  it('names every voice in the metadata of its files', async () => {
    const encode = (await plan({ cast: { backing: { voice: 'b' }, second } })).steps.find(
      ({ id }) => id === 'encode',
    );
    const { made } = encode?.settings as { made: string };
    const facts = JSON.parse(made.slice(made.indexOf('{'))) as object;
    expect(facts).toMatchObject({
      voice: { id: 'test', licence: 'CC0-1.0' },
      backingVoice: { id: 'b', licence: 'CC0-1.0' },
      secondVoice: { id: 'second', licence: 'CC0-1.0' },
    });
  });

  it('with another de-reverberation, separates nothing again', async () => {
    expect(changedSteps(await plan(), await plan({ dereverb: 0 }))).toEqual([
      'lead',
      'report',
      'encode',
    ]);
  });

  it('gives the stems only where they are wanted', async () => {
    expect(Object.keys((await plan()).results)).toEqual(
      expect.arrayContaining(['cover.wav', 'vocals.flac', 'peaks.json', 'report.json']),
    );
    const bare = await plan({ stems: false, pictures: false, format: 'mp3' });
    expect(Object.keys(bare.results)).toEqual(['cover.mp3', 'report.json', 'report.png']);
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
      { cast: { backing: {} } },
      { cast: { choir: { voice: 'a' } } },
      { cast: { second: { voice: 'a' } } },
      { cast: { second: { ...second, at: [] } } },
      { cast: { second: { ...second, at: [{ fromSeconds: 2, toSeconds: 1 }] } } },
      { cast: { second: { ...second, at: [{ fromSeconds: -1, toSeconds: 1 }] } } },
    ]) {
      expect(parse(bad).success, JSON.stringify(bad)).toBe(false);
    }
  });
});

it('a second lead must begin within the song', () => {
  const at = (fromSeconds: number) => [{ fromSeconds, toSeconds: fromSeconds + 5 }];
  expect(() => requireWithinSong(at(60), 61)).not.toThrow();
  expect(() => requireWithinSong(at(60), 60)).toThrow(/begins at 60 s, the song ends at 60.0 s/);
});
