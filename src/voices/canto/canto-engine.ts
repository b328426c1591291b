import { toMono, type AudioData } from '../../audio/audio-data.js';
import { pitchAt } from '../../dsp/pitch-curve.js';
import { createInferenceHost } from '../../inference/inference-host.js';
import { partOf } from '../../progress.js';
import { matchSpectrum } from '../dsp/long-term-spectrum.js';
import { vocalStft } from '../dsp/vocal-stft.js';
import { measureVocalFrames } from '../dsp/vocal-frames.js';
import type { ConversionOptions, VoiceEngine } from '../voice-engine.js';
import { tunedMelody } from '../tuned-melody.js';
import { evenLoudness } from './even-loudness.js';
import { networkFrames } from './network-frames.js';
import { planShapes } from './plan-shapes.js';
import { readProfile } from './read-profile.js';
import { resynthesise } from './vocoder.js';
import { sungShapes, VOICE_MODEL } from './voice-network.js';

/** Canto's own engine: a network hears what is sung and says which spectral envelopes the voice would
 *  sing it with (`models/voices/README.md`); a vocoder sings them at the melody. Consonants and breath
 *  stay the singer's, filtered. */
export const cantoEngine: VoiceEngine = {
  id: 'canto',
  title: "Canto's own neural network and vocoder, trained on freely licensed recordings alone",
  version: 2,
  models: [VOICE_MODEL],
  supports: ({ engine }) => engine === 'canto',
  convert,
};

async function convert(vocal: AudioData, options: ConversionOptions): Promise<AudioData> {
  const { voice, settings, pitch, models } = options;
  const profile = await readProfile(voice);
  const { sampleRate } = vocal;
  const samples = toMono(vocal);
  const stft = vocalStft(sampleRate);
  const { hopLength } = stft;
  const frames = await measureVocalFrames(samples, {
    ...partOf(options, 0, 0.3),
    sampleRate,
    hopLength,
    pitch,
  });
  const f0Hz = Float32Array.from({ length: frames.count }, (_, t) =>
    pitchAt(pitch, (t * hopLength) / sampleRate),
  );
  const host = createInferenceHost({ maxProcesses: 1 });
  try {
    const place = { host, models, signal: options.signal };
    const sung = await sungShapes(networkFrames(frames, f0Hz), profile.embedding, place);
    const shapes = planShapes(frames, sung, { profile, ...settings });
    const levels = evenLoudness(frames, settings.keepLoudness ?? 1);
    const melody = tunedMelody(pitch, { autotune: 0, scale: 'chromatic', ...settings });
    const output = await resynthesise(samples, {
      ...partOf(options, 0.4, 0.9),
      stft,
      sampleRate,
      frames,
      shapes,
      levels,
      pitch,
      melody,
      breathiness: settings.breathiness ?? 1,
      seed: settings.seed,
    });
    const matched = await matchSpectrum(output, {
      ...partOf(options, 0.9, 1),
      ...settings,
      sampleRate,
      wanted: profile.spectrum,
      melodyHz: melody.f0Hz,
    });
    options.onProgress?.(1);
    return { sampleRate, length: vocal.length, channels: [matched] };
  } finally {
    stft.free();
    await host.close();
  }
}
