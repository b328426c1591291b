import type { AudioData } from '../audio/audio-data.js';
import type { Band } from '../instruments/catalogue.js';
import { checkpoint, partOf, type RunOptions } from '../progress.js';
import type { Part, Score } from '../score/score.js';
import { performPart, secondsOfBeat } from './perform.js';

/** What rings on after the last note has so long. */
const TAIL_SECONDS = 3;
/** What is sung is no business of instruments. */
const VOICE = 'voice';

export interface RenderOptions extends RunOptions {
  band: Band;
  sampleRate: number;
  seed: number;
}

/** A part as it sounds. */
interface Stem {
  part: Part;
  /** Stereo, as long as all other stems of the piece. */
  audio: AudioData;
}

/** How long the stems of a score are, in samples: to the end of its last section or note, and a tail. */
export function stemLength(score: Score, sampleRate: number): number {
  const spans = [...score.sections, ...score.parts.flatMap(({ notes }) => notes)];
  const end = spans.reduce(
    (last, { startBeat, durationBeats }) => Math.max(last, startBeat + durationBeats),
    0,
  );
  return Math.ceil((secondsOfBeat(score, end) + TAIL_SECONDS) * sampleRate);
}

/** Plays the parts of `score` that instruments play and that aren't muted, one after the other: only
 *  one stem is in memory at a time, if the caller lets go of it. */
export async function* renderStems(score: Score, options: RenderOptions): AsyncGenerator<Stem> {
  const parts = score.parts.filter(({ instrument, isMuted }) => instrument !== VOICE && !isMuted);
  for (const [p, part] of parts.entries()) {
    const run = partOf(options, p / parts.length, (p + 1) / parts.length);
    yield { part, audio: await renderPart(score, part, { ...options, ...run }) };
  }
}

/** Plays one part. Its sound depends on its own notes, the tempo and feel, the seed, and on how long the
 *  piece is: regenerating other parts leaves it bit by bit as it was.
 *  @throws NotFoundError `no-such-instrument`, CancelledError */
export async function renderPart(
  score: Score,
  part: Part,
  options: RenderOptions,
): Promise<AudioData> {
  const { band, sampleRate, seed, signal = new AbortController().signal } = options;
  await checkpoint(options, 0);
  const audio = await band.instrument(part.instrument).play(performPart(score, part, { seed }), {
    sampleRate,
    length: stemLength(score, sampleRate),
    seed,
    signal,
  });
  await checkpoint(options, 1);
  return audio;
}
