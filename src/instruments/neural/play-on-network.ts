import { audioData, toStereo, type AudioData } from '../../audio/audio-data.js';
import { createInferenceHost } from '../../inference/inference-host.js';
import type { ModelStore } from '../../inference/model-store.js';
import type { RunOptions } from '../../progress.js';
import type { PerformanceOptions } from '../instrument.js';
import type { MelodyLine } from '../melody/line.js';
import type { NetworkInstrument } from './network-instruments.js';
import { playLine } from './play-line.js';

/** No sample is louder. */
const HIGHEST_PEAK = 0.97;

/** `line`, played by the network in a process of its own.
 *  @returns stereo of `length` samples; the same line and seed give the same samples
 *  @throws ModelError, CancelledError */
export async function playOnNetwork(
  line: MelodyLine,
  instrument: NetworkInstrument,
  options: PerformanceOptions & RunOptions & { models: ModelStore },
): Promise<AudioData> {
  const host = createInferenceHost({ maxProcesses: 1 });
  try {
    const samples = await playLine(line, instrument, { ...options, host });
    keepBelow(samples, HIGHEST_PEAK);
    return toStereo(audioData(options.sampleRate, [samples]));
  } finally {
    await host.close();
  }
}

function keepBelow(samples: Float32Array, highest: number): void {
  const peak = samples.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0);
  if (peak <= highest) return;
  for (let i = 0; i < samples.length; i++) samples[i] *= highest / peak;
}
