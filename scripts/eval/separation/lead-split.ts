import { audioData, toMono, type AudioData } from '../../../src/audio/audio-data.js';
import { siSdrDb } from '../../../src/dsp/si-sdr.js';
import { splitLead } from '../../../src/separation/split-lead.js';
import { decibelPair, markdownTable } from './markdown.js';
import type { StemSong } from './stem-songs.js';

/** How well lead and backing are taken apart, SI-SDR in dB: [lead, backing]. */
export interface LeadSplitScores {
  readonly title: string;
  /** By the mid of the vocals, and what is left. */
  readonly plainMid: readonly [number, number];
  readonly splitLead: readonly [number, number];
}

/** Below this nobody sings in that part. */
const SILENT_RMS = 1e-3;

/** Splits the true vocals; undefined where not both, lead and backing, are sung. */
export async function scoreLeadSplit(song: StemSong): Promise<LeadSplitScores | undefined> {
  const { title, vocals, lead, backing } = song;
  if (!lead || !backing || isSilent(lead) || isSilent(backing)) return undefined;
  const mid = audioData(vocals.sampleRate, [toMono(vocals)]);
  const side = vocals.channels.map((x) => x.map((v, i) => v - mid.channels[0][i]));
  const split = await splitLead(vocals);
  const score = (leadEstimate: AudioData, backingEstimate: readonly Float32Array[]) =>
    [
      siSdrDb(leadEstimate.channels, [toMono(lead)]),
      siSdrDb(backingEstimate, backing.channels),
    ] as const;
  return {
    title,
    plainMid: score(mid, side),
    splitLead: score(split.lead, split.backing.channels),
  };
}

export function leadSplitTable(songs: readonly LeadSplitScores[]): string {
  return markdownTable(
    ['song', 'plain mid', 'split'],
    songs.map(({ title, plainMid, splitLead }) => [
      title,
      decibelPair(plainMid),
      decibelPair(splitLead),
    ]),
  );
}

function isSilent({ channels, length }: AudioData): boolean {
  const energy = channels.reduce((sum, x) => x.reduce((total, v) => total + v * v, sum), 0);
  return Math.sqrt(energy / length) < SILENT_RMS;
}
