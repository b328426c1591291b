import { readFile } from 'node:fs/promises';
import type { AudioData } from '../../audio/audio-data.js';
import { partOf } from '../../progress.js';
import type { ConversionOptions, VoiceEngine } from '../voice-engine.js';
import { decodeVoiceFile } from '../voice-file.js';
import type { Voice } from '../voice.js';
import { applyGains } from './apply-gains.js';
import { matchSpectrum } from './long-term-spectrum.js';
import { movePitch } from './move-pitch.js';
import { planGains } from './plan-gains.js';
import { measureVocalFrames } from './vocal-frames.js';
import { vocalStft } from './vocal-stft.js';
import { decodeProfile, type VoiceProfile } from './voice-profile.js';

/** Colours a vocal towards a voice without any trained model: moves its pitch period by period,
 *  then filters it so that formants, envelopes and long-term spectrum come near the voice's
 *  profile. Consonants, breath and every nuance of the singing stay the singer's. */
export const dspEngine: VoiceEngine = {
  id: 'dsp',
  title: 'Signal processing (formants, envelopes and equaliser; no trained model)',
  version: 4,
  models: [],
  supports: ({ engine }) => engine === 'dsp' || engine === 'canto',
  convert: convertByDsp,
};

async function convertByDsp(vocal: AudioData, options: ConversionOptions): Promise<AudioData> {
  const { voice, settings, pitch } = options;
  const profile = await readProfile(voice);
  const { sampleRate } = vocal;
  const ratio = 2 ** (settings.transpose / 12);
  const melodyHz = pitch.f0Hz.map((hz) => hz * ratio);
  const { channels } = await movePitch(vocal, {
    ...partOf(options, 0, 0.3),
    pitch,
    semitones: settings.transpose,
  });
  const [moved] = channels;
  const stft = vocalStft(sampleRate);
  try {
    const frames = await measureVocalFrames(moved, {
      ...partOf(options, 0.3, 0.6),
      sampleRate,
      hopLength: stft.hopLength,
      pitch: { ...pitch, f0Hz: melodyHz },
    });
    const gains = await planGains(frames, profile, { ...partOf(options, 0.6, 0.75), settings });
    const sung = await applyGains(moved, gains, {
      ...partOf(options, 0.75, 0.9),
      stft,
      sampleRate,
    });
    const { spectrum } = profile;
    const run = { ...partOf(options, 0.9, 1), ...settings, sampleRate, melodyHz };
    const matched = spectrum ? await matchSpectrum(sung, { ...run, wanted: spectrum }) : sung;
    options.onProgress?.(1);
    return { sampleRate, length: vocal.length, channels: [matched] };
  } finally {
    stft.free();
  }
}

async function readProfile(voice: Voice): Promise<VoiceProfile> {
  return decodeProfile(decodeVoiceFile(await readFile(voice.file), voice.id), voice.id);
}
