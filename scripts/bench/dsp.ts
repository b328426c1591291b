import { audioData } from '../../src/audio/audio-data.js';
import { resample } from '../../src/audio/resample.js';
import { measureLoudness } from '../../src/dsp/loudness.js';
import { seededNormal } from '../../src/dsp/random.js';
import { Stft } from '../../src/dsp/stft.js';
import { truePeakDbtp } from '../../src/dsp/true-peak.js';
import { pyinTracker } from '../../src/pitch/pyin-tracker.js';

const SECONDS = 60;
const SAMPLE_RATE = 44100;

/** Kernels on a minute of stereo noise, as multiples of real time on one core. */
export async function benchDsp(): Promise<string[]> {
  const normal = seededNormal(1);
  const noise = () => Float32Array.from({ length: SECONDS * SAMPLE_RATE }, () => 0.1 * normal());
  const stereo = audioData(SAMPLE_RATE, [noise(), noise()]);
  const mono = audioData(SAMPLE_RATE, [stereo.channels[0]]);
  const stft = new Stft(2048, 512);
  const kernels: Record<string, () => unknown> = {
    'STFT and inverse, mono': () => stft.inverse(stft.forward(mono.channels[0]), mono.length),
    'resampling 44.1 → 48 kHz, stereo': () => resample(stereo, 48000),
    'loudness, stereo': () => measureLoudness(stereo),
    'true peak, stereo': () => truePeakDbtp(stereo),
    'pYIN pitch, mono': () => pyinTracker.track(mono),
  };
  const lines = [];
  for (const [name, run] of Object.entries(kernels)) {
    await run();
    const started = performance.now();
    await run();
    const factor = (SECONDS * 1000) / (performance.now() - started);
    lines.push(`${name.padEnd(34)} ${factor.toFixed(0)} × real time`);
  }
  return lines;
}
