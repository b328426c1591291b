import { audioData, toStereo, type AudioData } from '../../audio/audio-data.js';
import { createInferenceHost } from '../../inference/inference-host.js';
import type { ModelStore } from '../../inference/model-store.js';
import { FRAME_RATE } from '../frame-rate.js';
import type { Instrument, PerformanceOptions } from '../instrument.js';
import type { MelodyLine } from '../melody/line.js';
import { lineOfNotes, voicesOf } from './line-of-notes.js';
import { networkInstruments, type NetworkInstrument } from './network-instruments.js';
import { playLine } from './play-line.js';

/** Playing together makes no player louder: their sum is kept below full scale. */
const HIGHEST_PEAK = 0.97;

/** The instruments that the network plays, with their models in `models`. */
export function networkPlayers(models: ModelStore): Instrument[] {
  return networkInstruments.map((instrument) => ({
    id: instrument.id,
    name: instrument.name,
    family: instrument.family,
    kind: 'network',
    range: instrument.range,
    play: (notes, options) => {
      const frames = Math.ceil((options.length / options.sampleRate) * FRAME_RATE);
      const lines = voicesOf(notes).map((voice) => lineOfNotes(voice, frames));
      return playLines(lines, instrument, { ...options, models });
    },
    playLine: (line, options) => playLines([line], instrument, { ...options, models }),
  }));
}

async function playLines(
  lines: readonly MelodyLine[],
  instrument: NetworkInstrument,
  options: PerformanceOptions & { models: ModelStore },
): Promise<AudioData> {
  const sum = new Float32Array(options.length);
  const host = createInferenceHost({ maxProcesses: 1 });
  try {
    for (const [n, line] of lines.entries()) {
      const voice = await playLine(line, instrument, { ...options, host, seed: options.seed + n });
      for (let i = 0; i < sum.length; i++) sum[i] += voice[i];
    }
  } finally {
    await host.close();
  }
  keepBelow(sum, HIGHEST_PEAK);
  return toStereo(audioData(options.sampleRate, [sum]));
}

function keepBelow(samples: Float32Array, highest: number): void {
  const peak = samples.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0);
  if (peak <= highest) return;
  for (let i = 0; i < samples.length; i++) samples[i] *= highest / peak;
}
