import { toStereo, type AudioData } from '../audio/audio-data.js';
import type { AudioStream } from '../audio/audio-stream.js';
import { gainToDb } from '../dsp/decibels.js';
import { LoudnessMeter, SILENCE_LUFS, type Loudness } from '../dsp/loudness.js';
import { samplePeak, TruePeakMeter } from '../dsp/true-peak.js';
import { checkpoint, type RunOptions } from '../progress.js';
import { ClipMeter, type Clipping } from './clip-meter.js';
import { Goniometer } from './goniometer.js';
import { SpectrumMeter } from '../dsp/spectrum-meter.js';
import { StereoMeter, type Stereo } from './stereo-meter.js';

/** What can be measured of any sound. */
export interface SoundMeasures {
  sampleRate: number;
  numberOfChannels: number;
  durationSeconds: number;
  loudness: Loudness;
  truePeakDbtp: number;
  samplePeakDb: number;
  /** Peak over root mean square. */
  crestDb: number;
  /** The largest mean of a channel, dB below full scale. */
  dcDb: number;
  /** How much softer it is where both channels are played by one loudspeaker, LU. */
  monoLossLu: number;
  clipping: Clipping;
  stereo: Stereo;
  /** Mean square of each ⅓-octave band. */
  spectrum: Float64Array;
  /** See `Goniometer`. */
  goniometer: Uint32Array;
  /** The largest sample of each second. */
  peaks: number[];
}

/** Measures `stream` in one pass, in memory that hardly grows with it (some bytes for each 10 ms).
 *  @throws CancelledError when cancelled */
export async function measureSound(
  stream: AudioStream,
  options: RunOptions = {},
): Promise<SoundMeasures> {
  const meter = new SoundMeter(stream.sampleRate);
  let position = 0;
  for await (const block of stream.blocks()) {
    meter.add(block);
    position += block.length;
    await checkpoint(options, position / stream.length);
  }
  return meter.finish(stream);
}

/** What is compared before and after. */
export type BeforeMeasures = { integratedLufs: number; spectrum: Float64Array };

/** Measures of `stream` what is compared with what was made of it.
 *  @throws CancelledError when cancelled */
export async function measureBefore(
  stream: AudioStream,
  options: RunOptions = {},
): Promise<BeforeMeasures> {
  const loudness = new LoudnessMeter(stream.sampleRate);
  const spectrum = new SpectrumMeter(stream.sampleRate);
  let position = 0;
  for await (const { channels, length } of stream.blocks()) {
    loudness.add(channels);
    spectrum.add(channels);
    position += length;
    await checkpoint(options, position / stream.length);
  }
  return { integratedLufs: loudness.read().integratedLufs, spectrum: spectrum.finish() };
}

class SoundMeter {
  readonly #loudness: LoudnessMeter;
  readonly #mono: LoudnessMeter;
  readonly #stereo: StereoMeter;
  readonly #spectrum: SpectrumMeter;
  readonly #truePeak = new TruePeakMeter();
  readonly #clips = new ClipMeter();
  readonly #goniometer = new Goniometer();
  readonly #peaks: number[] = [];
  #position = 0;

  constructor(sampleRate: number) {
    this.#loudness = new LoudnessMeter(sampleRate);
    this.#mono = new LoudnessMeter(sampleRate);
    this.#stereo = new StereoMeter(sampleRate);
    this.#spectrum = new SpectrumMeter(sampleRate);
  }

  add(block: AudioData): void {
    const { channels } = block;
    this.#addPeaks(block);
    this.#truePeak.add(block);
    this.#loudness.add(channels);
    this.#mono.add(monoTwice(block));
    this.#stereo.add(channels);
    this.#spectrum.add(channels);
    this.#clips.add(channels);
    this.#goniometer.add(channels);
  }

  finish({ sampleRate, numberOfChannels, length }: AudioStream): SoundMeasures {
    const loudness = this.#loudness.read();
    const stereo = this.#stereo.finish();
    const peak = Math.max(0, ...this.#peaks);
    return {
      sampleRate,
      numberOfChannels,
      durationSeconds: length / sampleRate,
      loudness,
      truePeakDbtp: gainToDb(this.#truePeak.finish()),
      samplePeakDb: gainToDb(peak),
      crestDb: stereo.rms > 0 ? gainToDb(peak / stereo.rms) : 0,
      dcDb: gainToDb(Math.max(0, ...stereo.dc.map(Math.abs))),
      monoLossLu: numberOfChannels === 1 ? 0 : monoLoss(loudness, this.#mono.read()),
      clipping: this.#clips.finish(),
      stereo,
      spectrum: this.#spectrum.finish(),
      goniometer: this.#goniometer.counts,
      peaks: this.#peaks,
    };
  }

  #addPeaks(block: AudioData): void {
    for (let from = 0; from < block.length;) {
      const second = Math.floor((this.#position + from) / block.sampleRate);
      const to = Math.min(block.length, (second + 1) * block.sampleRate - this.#position);
      this.#peaks[second] = Math.max(this.#peaks[second] ?? 0, samplePeak(block, from, to));
      from = to;
    }
    this.#position += block.length;
  }
}

/** What one loudspeaker plays, from both sides: as loud as before where both channels are alike. */
function monoTwice(block: AudioData): Float32Array[] {
  const [left, right] = toStereo(block).channels;
  const mono = left.map((sample, i) => (sample + right[i]) / 2);
  return [mono, mono];
}

function monoLoss(stereo: Loudness, mono: Loudness): number {
  if (stereo.integratedLufs <= SILENCE_LUFS) return 0;
  return Math.max(0, stereo.integratedLufs - mono.integratedLufs);
}
