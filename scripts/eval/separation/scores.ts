import { sdrDb } from '../../../src/dsp/sdr.js';
import { siSdrDb } from '../../../src/dsp/si-sdr.js';
import type { Estimate, Estimates } from './methods.js';
import type { StemSong } from './stem-songs.js';

/** How near an estimate is to the truth, dB. */
export interface Score {
  /** museval's: the median over frames of a second. */
  readonly sdrDb: number;
  /** Of the whole excerpt at once. */
  readonly siSdrDb: number;
}

export type StemScores = Readonly<Record<keyof Estimate, Score>>;

/** How each method, by name, does on a song. */
export interface SongScores extends Pick<StemSong, 'id' | 'title' | 'isUnseen'> {
  readonly scores: Readonly<Record<string, StemScores>>;
}

export function scoreSong(song: StemSong, estimates: Estimates): SongScores {
  const { id, title, isUnseen } = song;
  const scores = Object.entries(estimates).map(([name, estimate]) => [
    name,
    scoreEstimate(estimate, song),
  ]);
  return { id, title, isUnseen, scores: Object.fromEntries(scores) as SongScores['scores'] };
}

function scoreEstimate({ vocals, accompaniment }: Estimate, truth: StemSong): StemScores {
  const estimates = [vocals.channels, accompaniment.channels];
  const references = [truth.vocals.channels, truth.accompaniment.channels];
  const sdr = sdrDb(estimates, references, truth.mix.sampleRate);
  const [ofVocals, ofAccompaniment] = sdr.map((value, i) => ({
    sdrDb: value,
    siSdrDb: siSdrDb(estimates[i], references[i]),
  }));
  return { vocals: ofVocals, accompaniment: ofAccompaniment };
}
