import { audioData, type AudioData } from '../../audio/audio-data.js';
import { pitchAt, type PitchCurve } from '../../dsp/pitch-curve.js';
import { createInferenceHost } from '../../inference/inference-host.js';
import type { ModelStore } from '../../inference/model-store.js';
import { partOf, type RunOptions } from '../../progress.js';
import { singAs } from '../../voices/canto/sing-as.js';
import { singFrames, type MadeFrames } from '../../voices/canto/sing-frames.js';
import type { Voice } from '../../voices/voice.js';
import { chooseVoiceEngine } from '../../voices/voice-engines.js';
import { speakPhones } from './acoustic-model.js';
import { holdVowels, type SungFrames } from './hold-vowels.js';
import { pitchLine } from './pitch-line.js';
import type { SungNote } from './sung-note.js';
import { FRAME_SECONDS, gatherSyllables, timePhones } from './time-phones.js';

export interface SingingOptions extends RunOptions {
  voice: Voice;
  models: ModelStore;
  sampleRate: number;
  /** Of the result, in samples. */
  length: number;
  seed: number;
}

/** Sings `notes` with their syllables in the given voice: one part, one voice at a time. Where notes
 *  overlap, the later one wins. The same notes and seed give the same samples.
 *  @returns mono
 *  @throws ModelError, InputError `engine-mismatch`, CancelledError when `signal` is aborted */
export async function singPart(
  notes: readonly SungNote[],
  options: SingingOptions,
): Promise<AudioData> {
  const { voice, models, sampleRate, length, seed } = options;
  const syllables = gatherSyllables(notes);
  if (syllables.length === 0) return audioData(sampleRate, [new Float32Array(length)]);
  const phones = timePhones(syllables);
  const host = createInferenceHost({ maxProcesses: 1 });
  try {
    const place = { host, models, signal: options.signal };
    const spoken = await speakPhones(phones, place);
    const sung = holdVowels(spoken, phones, syllables);
    const line = pitchLine(syllables, phones, { seconds: sung.count * FRAME_SECONDS, seed });
    const made = madeFrames(sung, line);
    const hopLength = Math.round(FRAME_SECONDS * sampleRate);
    const sound = { sampleRate, hopLength, length, seed };
    if (voice.engine === 'canto') {
      const own = await singAs(made, voice, place);
      const samples = await singFrames(own, { ...sound, ...partOf(options, 0.1, 1) });
      return audioData(sampleRate, [samples]);
    }
    const neutral = await singFrames(made, { ...sound, ...partOf(options, 0.1, 0.5) });
    return await chooseVoiceEngine(voice).convert(audioData(sampleRate, [neutral]), {
      ...partOf(options, 0.5, 1),
      voice,
      models,
      pitch: pitchTrackOf(made, length / sampleRate),
      settings: { transpose: 0, formant: 0, strength: 1, seed },
    });
  } finally {
    await host.close();
  }
}

/** The melody is heard where the frames are voiced. */
function madeFrames(
  { count, shapes, loudness, voicing, noise }: SungFrames,
  line: PitchCurve,
): MadeFrames {
  const voiced = Uint8Array.from(voicing, (share) => (share >= 0.5 ? 1 : 0));
  const f0Hz = line.f0Hz.map((hz, i) => {
    const t = (i * line.hopSeconds) / FRAME_SECONDS;
    const share = Math.max(voicing[Math.floor(t)] ?? 0, voicing[Math.ceil(t)] ?? 0);
    return share > 0 ? hz : 0;
  });
  return {
    frames: { count, shapes, loudness, voiced },
    melody: { hopSeconds: line.hopSeconds, f0Hz },
    noise,
    voicing,
  };
}

/** As a tracker would have heard it. */
function pitchTrackOf({ melody, frames }: MadeFrames, seconds: number) {
  const length = Math.floor(seconds / FRAME_SECONDS) + 1;
  const f0Hz = Float32Array.from({ length }, (_, t) =>
    frames.voiced[t] ? pitchAt(melody, t * FRAME_SECONDS) : 0,
  );
  return { hopSeconds: FRAME_SECONDS, f0Hz, confidence: f0Hz.map((hz) => (hz > 0 ? 1 : 0)) };
}
