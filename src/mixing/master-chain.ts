import { audioData, type AudioData } from '../audio/audio-data.js';
import { Compressor } from '../dsp/compressor.js';
import { dbToGain } from '../dsp/decibels.js';
import { equalizer, FilterChain } from '../dsp/filter-chain.js';
import { MultibandCompressor } from '../dsp/multiband-compressor.js';
import { Shaper, softClip } from '../dsp/shaper.js';
import { StereoField } from '../dsp/stereo-field.js';
import { checkpoint, type RunOptions } from '../progress.js';
import type { MasterChainSettings } from './session.js';

/** Samples per channel that go through the chain at a time. */
const BLOCK_LENGTH = 32768;
/** Clipped peaks end so far above the ceiling; the limiter takes the rest. */
const CLIPPED_ABOVE_DB = 0.5;
/** … and are rounded from so far below it on. */
const ROUNDED_BELOW_DB = 2;

interface Stage {
  process(channels: readonly Float32Array[]): void;
  readonly latency?: number;
}

/** Whether a chain does anything. */
export function isMasterChainUsed(chain: MasterChainSettings): boolean {
  return chain.eq.length > 0 || Object.keys(chain).length > 1;
}

/** `audio` (mono or stereo) through a master's chain, in time to the sample.
 *  @param options.gainDb what brings it to the loudness that the chain is set for
 *  @param options.ceilingDbtp what the clipper clips to */
export async function applyMasterChain(
  audio: AudioData,
  chain: MasterChainSettings,
  { gainDb, ceilingDbtp, ...run }: RunOptions & { gainDb: number; ceilingDbtp: number },
): Promise<AudioData> {
  const { sampleRate, length } = audio;
  const stages = stagesOf(chain, { sampleRate, channels: audio.channels.length, ceilingDbtp });
  const latency = stages.reduce((sum, stage) => sum + (stage.latency ?? 0), 0);
  const gain = dbToGain(gainDb);
  const channels = audio.channels.map(() => new Float32Array(length));
  for (let from = 0; from < length + latency; from += BLOCK_LENGTH) {
    const block = audio.channels.map((channel) => scaledBlock(channel, from, gain));
    for (const stage of stages) stage.process(block);
    const skipped = Math.max(0, latency - from);
    const end = Math.min(BLOCK_LENGTH, length + latency - from);
    channels.forEach((channel, c) => {
      if (end > skipped) channel.set(block[c].subarray(skipped, end), from + skipped - latency);
    });
    await checkpoint(run, from / (length + latency));
  }
  return audioData(sampleRate, channels);
}

function scaledBlock(samples: Float32Array, from: number, gain: number): Float32Array {
  const block = new Float32Array(BLOCK_LENGTH);
  block.set(samples.subarray(Math.min(from, samples.length), from + BLOCK_LENGTH));
  for (let i = 0; i < block.length; i++) block[i] *= gain;
  return block;
}

function stagesOf(
  { eq, midSide, multiband, glue, clipper }: MasterChainSettings,
  context: { sampleRate: number; channels: number; ceilingDbtp: number },
): Stage[] {
  const { sampleRate, channels, ceilingDbtp } = context;
  const stages: (Stage | undefined)[] = [
    new FilterChain(equalizer(eq, sampleRate), channels),
    midSide && channels === 2 ? new MidSide(midSide, sampleRate) : undefined,
    multiband && new MultibandCompressor(sampleRate, multiband, channels),
    glue && new Compressor(sampleRate, glue),
    clipper && clipperStage(clipper.driveDb, ceilingDbtp, channels),
  ];
  return stages.filter((stage) => stage !== undefined);
}

/** Lets the chain drive the clipper: the sound goes in louder and comes out as it was but for peaks. */
function clipperStage(driveDb: number, ceilingDbtp: number, channels: number): Stage {
  const ceiling = dbToGain(ceilingDbtp + CLIPPED_ABOVE_DB - driveDb);
  const knee = dbToGain(ceilingDbtp - ROUNDED_BELOW_DB - driveDb);
  return new Shaper({ curve: softClip(ceiling, knee), mix: 1, oversampling: 4 }, channels);
}

/** Equalizes the middle and the sides by themselves, and sets how wide they are. */
class MidSide implements Stage {
  readonly #mid: FilterChain;
  readonly #side: FilterChain;
  readonly #field: StereoField;

  constructor(
    readonly settings: NonNullable<MasterChainSettings['midSide']>,
    sampleRate: number,
  ) {
    this.#mid = new FilterChain(equalizer(settings.midEq, sampleRate), 1);
    this.#side = new FilterChain(equalizer(settings.sideEq, sampleRate), 1);
    this.#field = new StereoField(sampleRate, settings);
  }

  process(channels: readonly Float32Array[]): void {
    const { midEq, sideEq } = this.settings;
    if (midEq.length + sideEq.length > 0) this.#equalize(channels);
    this.#field.process(channels);
  }

  #equalize([left, right]: readonly Float32Array[]): void {
    const mid = left.map((sample, i) => (sample + right[i]) / 2);
    const side = left.map((sample, i) => (sample - right[i]) / 2);
    this.#mid.process([mid]);
    this.#side.process([side]);
    for (let i = 0; i < left.length; i++) {
      left[i] = mid[i] + side[i];
      right[i] = mid[i] - side[i];
    }
  }
}
