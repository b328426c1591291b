import { Compressor } from '../dsp/compressor.js';
import { dbToGain } from '../dsp/decibels.js';
import { DeEsser } from '../dsp/de-esser.js';
import { Ducker } from '../dsp/ducker.js';
import { equalizer, FilterChain, lowCut } from '../dsp/filter-chain.js';
import { Gate } from '../dsp/gate.js';
import { saturation, Shaper } from '../dsp/shaper.js';
import { panGains, StereoField } from '../dsp/stereo-field.js';
import type { StripSettings } from './session.js';

/** What side chains listen to, for the samples that are processed. */
export interface StripKeys {
  compressor?: readonly Float32Array[];
  ducking?: readonly Float32Array[];
}

interface Stage {
  process(channels: readonly Float32Array[], keys: StripKeys): void;
  readonly latency?: number;
}

/** One track from after its trim to before its fader: low cut, gate, equalizer, compressor, de-esser,
 *  saturation, ducking, then width and place. What isn't set is not there. */
export class ChannelStrip {
  /** Samples by which it delays. */
  readonly latency: number;
  readonly #stages: Stage[];
  readonly #field: StereoField;

  constructor(
    readonly settings: StripSettings,
    { sampleRate, numberOfChannels }: { sampleRate: number; numberOfChannels: number },
  ) {
    this.#stages = stagesOf(settings, sampleRate, numberOfChannels);
    this.latency = this.#stages.reduce((sum, { latency = 0 }) => sum + latency, 0);
    this.#field = new StereoField(sampleRate, settings);
  }

  /** Processes `channels` (one or two) in place.
   *  @returns left and right */
  process(channels: readonly Float32Array[], keys: StripKeys): Float32Array[] {
    for (const stage of this.#stages) stage.process(channels, keys);
    if (channels.length === 1) return panned(channels[0], this.settings.pan);
    this.#field.process(channels);
    return [...channels];
  }
}

function stagesOf(settings: StripSettings, sampleRate: number, channels: number): Stage[] {
  const { highPass, gate, eq, compressor, deEsser, saturation: bend, ducking } = settings;
  const filters = [
    ...(highPass ? lowCut(highPass, sampleRate) : []),
    ...(gate ? [] : equalizer(eq, sampleRate)),
  ];
  const stages: (Stage | undefined)[] = [
    new FilterChain(filters, channels),
    gate && new Gate(sampleRate, gate),
    gate && new FilterChain(equalizer(eq, sampleRate), channels),
    compressor && compressorStage(new Compressor(sampleRate, compressor, channels)),
    deEsser && new DeEsser(sampleRate, deEsser, channels),
    bend && saturationStage(bend, channels),
    ducking && duckingStage(new Ducker(sampleRate, ducking, channels)),
  ];
  return stages.filter((stage) => stage !== undefined);
}

function compressorStage(compressor: Compressor): Stage {
  return {
    latency: compressor.latency,
    process: (channels, keys) => compressor.process(channels, keys.compressor),
  };
}

/** Twice is enough: what a soft curve adds falls quickly. */
function saturationStage(
  { driveDb, mix }: NonNullable<StripSettings['saturation']>,
  numberOfChannels: number,
): Stage {
  const curve = saturation(dbToGain(driveDb));
  return new Shaper({ curve, mix, oversampling: 2 }, numberOfChannels);
}

function duckingStage(ducker: Ducker): Stage {
  return {
    process(channels, { ducking }) {
      if (ducking) ducker.process(channels, ducking);
    },
  };
}

function panned(samples: Float32Array, pan: number): Float32Array[] {
  const [left, right] = panGains(pan);
  if (pan === 0) return [samples, samples];
  return [samples.map((sample) => sample * left), samples.map((sample) => sample * right)];
}
