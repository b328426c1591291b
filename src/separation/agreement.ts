import type { Spectrum } from './mid-side-frames.js';

/** What the log odds of the network and of the classical engine count, and what is added for the
 *  voice: on songs that it never heard the network is too sure of itself and misses some of the
 *  voice. Chosen on the two songs by unseen artists of `docs/quality.md`, by
 *  `scripts/train/separation/agree.py`. */
const NETWORK_WEIGHT = 0.7;
const CLASSICAL_WEIGHT = 0.7;
const LEANING_TO_VOICE = 0.4;

/** Nobody is surer than this, of the voice or of the music. */
const GREATEST_DOUBT = 0.002;

/** The opinions of the voice's share of a bin, each in 0…1, as one. Rises with both. */
export function agreedShare(network: number, classical: number): number {
  const logOdds = NETWORK_WEIGHT * logOddsOf(network) + CLASSICAL_WEIGHT * logOddsOf(classical);
  return 1 / (1 + Math.exp(-logOdds - LEANING_TO_VOICE));
}

function logOddsOf(share: number): number {
  const doubted = Math.min(1 - GREATEST_DOUBT, Math.max(GREATEST_DOUBT, share));
  return Math.log(doubted / (1 - doubted));
}

/** Makes one channel's `voice`, as the network has it, what it and the classical engine agree on;
 *  its phases become those of the `mix`.
 *  @param classical the voice's share of each bin of the mix */
export function agree(voice: Spectrum, mix: Spectrum, classical: Float32Array): void {
  for (let bin = 0; bin < classical.length; bin++) {
    const mixPower = mix.re[bin] ** 2 + mix.im[bin] ** 2;
    const voicePower = voice.re[bin] ** 2 + voice.im[bin] ** 2;
    const network = mixPower > voicePower ? Math.sqrt(voicePower / mixPower) : 1;
    const share = agreedShare(network, classical[bin]);
    voice.re[bin] = share * mix.re[bin];
    voice.im[bin] = share * mix.im[bin];
  }
}
