import type { PlayedNote } from '../../score/played-note.js';
import type { Key } from '../../score/pitch-names.js';
import type { Score } from '../../score/score.js';

interface MelodyScore {
  title: string;
  bpm: number;
  key: Key;
  /** Of the catalogue. */
  instrument: string;
  isDrums: boolean;
}

/** `notes` as a score of one part, with the beats of `bpm` from 0 s, in four-four time. */
export function melodyScore(notes: readonly PlayedNote[], about: MelodyScore): Score {
  const { title, bpm, key, instrument, isDrums } = about;
  const beats = (seconds: number) => (seconds * bpm) / 60;
  return {
    title,
    bpm,
    metre: { beatsPerBar: 4, beatUnit: 4 },
    key,
    sections: [],
    chords: [],
    parts: [
      {
        id: 'melody',
        role: isDrums ? 'drums' : 'lead',
        instrument,
        isMuted: false,
        notes: notes.map(({ startSeconds, endSeconds, pitch, velocity, bend }) => ({
          startBeat: beats(startSeconds),
          durationBeats: beats(endSeconds - startSeconds),
          pitch,
          velocity,
          ...(bend && { bend: bend.map(([at, semitones]) => [beats(at), semitones]) }),
        })),
      },
    ],
  };
}
