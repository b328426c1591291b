import { describe, expect, it } from 'vitest';
import { audioData, type AudioData } from '../../src/audio/audio-data.js';
import { streamOf } from '../../src/audio/audio-stream.js';
import { curvesOf, judge } from '../../src/quality/judge.js';
import { measureSound } from '../../src/quality/measure-sound.js';
import { pitchError } from '../../src/quality/pitch-error.js';
import type { Findings } from '../../src/quality/findings.js';
import { RULES, type Standard } from '../../src/quality/rules.js';
import { noise, sine, stereo } from '../dsp/signals.js';

const standard: Standard = {
  kind: 'cover',
  judgedAs: 'release',
  subject: 'cover',
  targetLufs: -14,
  ceilingDbtp: -1,
};

describe('the judgement of a release', () => {
  it('names the setting, and the value, that mends what is out of range', async () => {
    const findings = await heard(stereo(noise(5 * 48_000, 0.99)));
    const { measures } = judge(
      {
        ...findings,
        codecs: { mp3: 0.6, aac: -0.4 },
        mixed: { ...stems, vocalToMusicLu: -7.2 },
      },
      standard,
    );
    expect(measures.integratedLufs).toMatchObject({
      verdict: 'high',
      good: { from: -14.5, to: -13.5 },
      advice: 'Lower --lufs to −14',
      setting: { name: 'targetLufs', option: '--lufs', value: -14 },
    });
    expect(measures.truePeakMp3Dbtp).toMatchObject({
      verdict: 'high',
      advice: 'It will clip as mp3: lower --ceiling to −1.8',
      setting: { name: 'ceilingDbtp', value: -1.8 },
    });
    expect(measures.truePeakAacDbtp).toMatchObject({ verdict: 'good', advice: null });
    expect(measures.vocalToMusicLu).toMatchObject({
      verdict: 'low',
      setting: { name: 'vocalGainDb', option: '--vocal-gain', value: 8 },
    });
    expect(measures.correlation).toMatchObject({ value: 1, verdict: 'good' });
    expect(measures.pitchErrorCents).toBeUndefined();
  });

  it('has advice for whatever is out of range, and none for the rest', async () => {
    const findings: Findings = {
      ...(await heard(audioData(48_000, [noise(240_000, 1.2), noise(240_000, 0.1, 2)]))),
      codecs: { mp3: 1, aac: 1 },
      mixed: { ...stems, vocalToMusicLu: 11 },
      stems: { ...stems, musicInVocalsDb: -3, vocalsInMusicDb: -3 },
      reverbDb: -5,
      pitch: { medianCents: 60, within50Cents: 0.4, frames: 100 },
    };
    for (const judgedAs of ['release', 'mix', 'voice', 'stems', 'recording'] as const) {
      for (const kind of ['cover', 'master', 'conversion', 'separation', 'report']) {
        const { measures } = judge(findings, { ...standard, kind, judgedAs });
        for (const { verdict, advice, good } of Object.values(measures)) {
          expect(advice !== null).toBe(verdict === 'low' || verdict === 'high');
          expect(good === null).toBe(verdict === 'noted');
          expect(advice ?? '').not.toMatch(/%s|%v|undefined|NaN/);
        }
      }
    }
  });

  it('knows every rule, and finds nothing wrong with silence', async () => {
    const findings = await heard(stereo(new Float32Array(48_000)));
    const { measures } = judge(findings, standard);
    expect(Object.values(measures).map(({ verdict }) => verdict)).not.toContain('high');
    expect(Object.values(measures).map(({ verdict }) => verdict)).not.toContain('low');
    for (const id of Object.keys(measures)) expect(Object.keys(RULES)).toContain(id);
  });

  it('is told in curves of bounded length', async () => {
    const findings = await heard(stereo(sine({ seconds: 2, db: -20 })));
    const momentary = Float32Array.from({ length: 70_000 }, (_, i) => -20 - (i % 40));
    const loudness = { ...findings.sound.loudness, momentary };
    const curves = curvesOf({ ...findings, sound: { ...findings.sound, loudness } });
    expect(curves.momentaryLufs.length).toBeLessThanOrEqual(2000);
    expect(curves.hopSeconds * curves.momentaryLufs.length).toBeGreaterThanOrEqual(7000);
    expect(curves.spectrum.map(({ hz }) => hz)).toContain(1000);
  });
});

describe('the pitch error', () => {
  const hopSeconds = 0.01;
  const curve = (hz: (i: number) => number) => ({
    hopSeconds,
    f0Hz: Float32Array.from({ length: 300 }, (_, i) => hz(i)),
  });

  it('is how far a voice is from its melody where both are voiced', () => {
    const melody = curve((i) => (i < 100 ? 0 : 200));
    const sung = curve((i) => (i > 250 ? 0 : 200 * 2 ** ((i % 10 === 0 ? 100 : 10) / 1200)));
    const error = pitchError(melody, sung);
    expect(error?.medianCents).toBeCloseTo(10, 2);
    expect(error?.within50Cents).toBeCloseTo(0.894, 2);
    expect(error?.frames).toBe(151);
  });

  it('is none where nothing is sung', () => {
    expect(
      pitchError(
        curve(() => 0),
        curve(() => 200),
      ),
    ).toBeNull();
  });
});

const stems = {
  vocalToMusicLu: null,
  vocalToMusicByStretch: [],
  musicInVocalsDb: null,
  vocalsInMusicDb: null,
};

async function heard(audio: AudioData): Promise<Findings> {
  return { sound: await measureSound(streamOf(audio)) };
}
