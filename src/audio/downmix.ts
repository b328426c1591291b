import type { AudioData } from './audio-data.js';

/** Where a loudspeaker stands: front left, right and centre, the bass effects channel, front
 *  left and right of centre, side (`Ls`, `Rs`) and back (`Lb`, `Rb`) surrounds, back centre;
 *  `other` is heard on both sides. */
export type Speaker =
  'L' | 'R' | 'C' | 'LFE' | 'Lc' | 'Rc' | 'Ls' | 'Rs' | 'Lb' | 'Rb' | 'Cs' | 'other';

/** −3 dB: the share of a centre or surround channel on each side (ITU-R BS.775-3, table 2). */
const MINUS_3_DB = Math.SQRT1_2;

/** Gain of each speaker on [left, right]. The LFE is left out, as BS.775 has it. */
const STEREO_GAINS: Record<Speaker, readonly [number, number]> = {
  L: [1, 0],
  R: [0, 1],
  C: [MINUS_3_DB, MINUS_3_DB],
  LFE: [0, 0],
  Lc: [1, 0],
  Rc: [0, 1],
  Ls: [MINUS_3_DB, 0],
  Rs: [0, MINUS_3_DB],
  Lb: [MINUS_3_DB, 0],
  Rb: [0, MINUS_3_DB],
  Cs: [0.5, 0.5],
  other: [MINUS_3_DB, MINUS_3_DB],
};

/** Channel orders by number of channels, as WAV and FLAC have them (SMPTE). */
const SMPTE_LAYOUTS: readonly (readonly Speaker[])[] = [
  [],
  ['C'],
  ['L', 'R'],
  ['L', 'R', 'C'],
  ['L', 'R', 'Lb', 'Rb'],
  ['L', 'R', 'C', 'Lb', 'Rb'],
  ['L', 'R', 'C', 'LFE', 'Lb', 'Rb'],
  ['L', 'R', 'C', 'LFE', 'Cs', 'Ls', 'Rs'],
  ['L', 'R', 'C', 'LFE', 'Lb', 'Rb', 'Ls', 'Rs'],
];

/** The usual order of `numberOfChannels` channels in WAV and FLAC; `other` beyond eight. */
export function smpteLayout(numberOfChannels: number): readonly Speaker[] {
  return (
    SMPTE_LAYOUTS[numberOfChannels] ??
    Array.from({ length: numberOfChannels }, (): Speaker => 'other')
  );
}

/** Mono and stereo as they are, anything wider folded to stereo by the coefficients of ITU-R
 *  BS.775-3, without normalisation (so a full 5.1 mix may exceed ±1, which floats can hold).
 *  @param layout the speaker of each channel; the order of WAV and FLAC unless told */
export function downmix(
  audio: AudioData,
  layout: readonly Speaker[] = smpteLayout(audio.channels.length),
): AudioData {
  if (audio.channels.length <= 2) return audio;
  const left = new Float32Array(audio.length);
  const right = new Float32Array(audio.length);
  audio.channels.forEach((channel, c) => {
    const [toLeft, toRight] = STEREO_GAINS[layout[c]];
    if (toLeft !== 0) addScaled(left, channel, toLeft);
    if (toRight !== 0) addScaled(right, channel, toRight);
  });
  return { ...audio, channels: [left, right] };
}

function addScaled(sum: Float32Array, channel: Float32Array, gain: number): void {
  for (let i = 0; i < sum.length; i++) sum[i] += channel[i] * gain;
}
