import type { Speaker } from '../../downmix.js';

/** One element of a frame: 1 channel, or a pair. */
export interface ChannelElement {
  kind: 'single' | 'pair' | 'lfe';
  /** Which channels of the layout it holds. */
  channels: readonly number[];
}

/** The speakers of each element by channel configuration (ISO/IEC 14496-3, table 1.19). The pairs
 *  of 7 are what encoders in use make of it: front, side and back instead of two at the front. */
const ELEMENT_SPEAKERS: readonly (readonly (readonly Speaker[])[])[] = [
  [],
  [['C']],
  [['L', 'R']],
  [['C'], ['L', 'R']],
  [['C'], ['L', 'R'], ['Cs']],
  [['C'], ['L', 'R'], ['Lb', 'Rb']],
  [['C'], ['L', 'R'], ['Lb', 'Rb'], ['LFE']],
  [['C'], ['L', 'R'], ['Ls', 'Rs'], ['Lb', 'Rb'], ['LFE']],
];

/** The order of WAV and FLAC. */
const SPEAKER_ORDER: readonly Speaker[] = ['L', 'R', 'C', 'LFE', 'Lb', 'Rb', 'Cs', 'Ls', 'Rs'];

/** Speakers by channel configuration, in the order of WAV and FLAC; none where it is unknown. */
export function channelLayout(configuration: number): readonly Speaker[] {
  const speakers = ELEMENT_SPEAKERS[configuration]?.flat() ?? [];
  return SPEAKER_ORDER.filter((speaker) => speakers.includes(speaker));
}

/** What a frame of a channel configuration holds, in the order of the stream. */
export function channelElements(configuration: number): ChannelElement[] {
  const layout = channelLayout(configuration);
  return ELEMENT_SPEAKERS[configuration].map((speakers) => ({
    kind: speakers.length === 2 ? 'pair' : speakers[0] === 'LFE' ? 'lfe' : 'single',
    channels: speakers.map((speaker) => layout.indexOf(speaker)),
  }));
}
