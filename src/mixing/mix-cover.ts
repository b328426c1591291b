import type { AudioData } from '../audio/audio-data.js';
import { Biquad, highPass, lowPass } from '../dsp/biquad.js';
import { dbToGain } from '../dsp/decibels.js';
import { LoudnessMeter, SILENCE_LUFS } from '../dsp/loudness.js';
import { Reverb } from '../dsp/reverb.js';
import { WeightedEnergy } from '../dsp/weighted-energy.js';
import { InputError } from '../errors.js';
import { partOf, type RunOptions } from '../progress.js';
import { forEachBlock } from './blocks.js';
import type { MixSettings } from './mix-settings.js';
import { balanceGainDb } from './vocal-balance.js';
import { CHAIN_LUFS, VocalChain } from './vocal-chain.js';

/** The reverb hears the voice without its boom and hiss. */
const REVERB_LOW_CUT_HZ = 200;
const REVERB_HIGH_CUT_HZ = 9000;

/** What a cover is mixed from: all of one sample rate and length. */
export interface CoverStems {
  /** Mono, dry. */
  lead: AudioData;
  /** Stereo. */
  instrumental: AudioData;
  /** Stereo, mixed as it is. */
  backing?: AudioData;
}

/** Mixes a cover, in time with its stems to the sample: the lead goes through the vocal chain, is set
 *  in balance with the instrumental, and gets its reverb; the others are only turned up or down. With
 *  a silent lead the mix is the sum of the others. May exceed ±1: mastering follows.
 *  @returns stereo, of the stems' sample rate and length
 *  @throws InputError when the stems differ in sample rate or length
 *  @throws CancelledError when cancelled */
export async function mixCover(
  stems: CoverStems,
  settings: MixSettings,
  options: RunOptions = {},
): Promise<AudioData> {
  expectAligned(stems);
  const vocal = await processLead(stems.lead, partOf(options, 0, 0.4));
  const balanceDb = await measureBalance(vocal, stems.instrumental, partOf(options, 0.4, 0.55));
  const voice = new ReverberantVoice(vocal, dbToGain(balanceDb + settings.vocalGainDb), settings);
  const channels = [0, 1].map(() => new Float32Array(vocal.length));
  await forEachBlock(vocal.length, partOf(options, 0.55, 1), (from, to) => {
    const block = channels.map((channel) => channel.subarray(from, to));
    addStem(block, stems.instrumental, { from, gainDb: settings.instrumentalGainDb });
    if (stems.backing) addStem(block, stems.backing, { from, gainDb: settings.backingGainDb });
    voice.addTo(block, from);
  });
  return { ...stems.instrumental, channels };
}

function expectAligned({ lead, instrumental, backing }: CoverStems): void {
  for (const stem of [lead, backing]) {
    if (!stem) continue;
    if (stem.sampleRate === instrumental.sampleRate && stem.length === instrumental.length)
      continue;
    throw new InputError(
      'stems-differ',
      `stems must be of one sample rate and length: the instrumental has ${instrumental.length} samples ` +
        `at ${instrumental.sampleRate} Hz, another stem ${stem.length} at ${stem.sampleRate} Hz`,
      { hint: 'Export all stems from the same start to the same end, at one sample rate.' },
    );
  }
}

/** A copy of `lead` that went through the vocal chain, at the chain's level; silence stays silence. */
async function processLead(lead: AudioData, options: RunOptions): Promise<AudioData> {
  const meter = new LoudnessMeter(lead.sampleRate);
  await forEachBlock(lead.length, partOf(options, 0, 0.2), (from, to) => {
    meter.add([lead.channels[0].subarray(from, to)]);
  });
  const { integratedLufs } = meter.read();
  if (integratedLufs <= SILENCE_LUFS) return { ...lead, channels: [new Float32Array(lead.length)] };
  const trim = dbToGain(CHAIN_LUFS - integratedLufs);
  const chain = new VocalChain(lead.sampleRate);
  const samples = lead.channels[0].slice();
  await forEachBlock(lead.length, partOf(options, 0.2, 1), (from, to) => {
    const block = samples.subarray(from, to);
    for (let i = 0; i < block.length; i++) block[i] *= trim;
    chain.process(block);
  });
  return { ...lead, channels: [samples] };
}

async function measureBalance(
  vocal: AudioData,
  instrumental: AudioData,
  options: RunOptions,
): Promise<number> {
  const [lead, music] = [0, 1].map(() => new WeightedEnergy(vocal.sampleRate));
  await forEachBlock(vocal.length, options, (from, to) => {
    const voice = vocal.channels[0].subarray(from, to);
    lead.add([voice, voice]); // it comes from both loudspeakers
    music.add(instrumental.channels.map((channel) => channel.subarray(from, to)));
  });
  return balanceGainDb(lead, music);
}

function addStem(
  block: readonly Float32Array[],
  stem: AudioData,
  { from, gainDb }: { from: number; gainDb: number },
): void {
  const gain = dbToGain(gainDb);
  block.forEach((target, c) => {
    const source = stem.channels[c % stem.channels.length];
    for (let i = 0; i < target.length; i++) target[i] += gain * source[from + i];
  });
}

/** A voice in the middle, and its reverb around it. */
class ReverberantVoice {
  readonly #reverb: Reverb;
  readonly #sendFilters: Biquad[];

  constructor(
    readonly vocal: AudioData,
    readonly gain: number,
    readonly settings: MixSettings,
  ) {
    const { sampleRate } = vocal;
    this.#reverb = new Reverb(sampleRate, settings.reverb);
    this.#sendFilters = [
      new Biquad(highPass({ sampleRate, cutoffHz: REVERB_LOW_CUT_HZ })),
      new Biquad(lowPass({ sampleRate, cutoffHz: REVERB_HIGH_CUT_HZ })),
    ];
  }

  /** Adds the samples that begin at `from` to the stereo `block`. */
  addTo([left, right]: readonly Float32Array[], from: number): void {
    const dry = this.vocal.channels[0].slice(from, from + left.length);
    for (let i = 0; i < dry.length; i++) {
      dry[i] *= this.gain;
      left[i] += dry[i];
      right[i] += dry[i];
    }
    if (this.settings.reverb.wet === 0) return;
    for (const filter of this.#sendFilters) filter.process(dry);
    this.#reverb.addTo(left, right, dry, this.settings.reverb.wet);
  }
}
