import type { Score } from '../../src/score/score.js';

/** Two bars in E flat major with what files must carry: lyrics over a tie, triplets, a bend, drums. */
export const tune: Score = {
  title: 'Tom & <Jerry>',
  bpm: 96,
  metre: { beatsPerBar: 4, beatUnit: 4 },
  key: { tonic: 3, mode: 'major' },
  sections: [
    { name: 'verse 1', kind: 'verse', startBeat: 0, durationBeats: 4, energy: 0.4 },
    { name: 'chorus 1', kind: 'chorus', startBeat: 4, durationBeats: 4, energy: 0.8 },
  ],
  chords: [
    { startBeat: 0, durationBeats: 4, root: 3, quality: 'maj7' },
    { startBeat: 4, durationBeats: 2, root: 8, quality: '', bass: 0 },
    { startBeat: 6, durationBeats: 2, root: 10, quality: '7sus4' },
  ],
  parts: [
    {
      id: 'lead-vocal',
      role: 'lead',
      instrument: 'voice',
      isMuted: false,
      notes: [
        sung({
          startBeat: 0.5,
          durationBeats: 1,
          pitch: 63,
          text: 'wa',
          isContinued: true,
          line: 0,
        }),
        sung({ startBeat: 1.5, durationBeats: 0.5, pitch: 65, text: 'ter', line: 0 }),
        sung({ startBeat: 3.5, durationBeats: 1.25, pitch: 67, text: 'moon', line: 1 }),
        sung({ startBeat: 5, durationBeats: 1 / 3, pitch: 68, text: '', line: 1 }),
        sung({ startBeat: 5 + 1 / 3, durationBeats: 2 / 3, pitch: 67, text: 'light', line: 1 }),
      ],
    },
    {
      id: 'bass',
      role: 'bass',
      instrument: 'electric-bass',
      isMuted: false,
      notes: [
        { startBeat: 0, durationBeats: 3.75, pitch: 39, velocity: 0.7 },
        {
          startBeat: 4,
          durationBeats: 4,
          pitch: 44.5,
          velocity: 0.7,
          bend: [
            [0, 0],
            [1, 3],
          ],
        },
      ],
    },
    {
      id: 'drums',
      role: 'drums',
      instrument: 'drums',
      isMuted: false,
      notes: [0, 1, 2, 3, 4, 5, 6, 7].flatMap((beat) => [
        { startBeat: beat, durationBeats: 0.25, pitch: beat % 2 ? 38 : 36, velocity: 0.9 },
        { startBeat: beat, durationBeats: 0.25, pitch: 42, velocity: 0.5 },
        { startBeat: beat + 0.5, durationBeats: 0.25, pitch: 42, velocity: 0.4 },
      ]),
    },
  ],
};

function sung({
  text,
  isContinued = false,
  line,
  ...note
}: {
  startBeat: number;
  durationBeats: number;
  pitch: number;
  text: string;
  isContinued?: boolean;
  line: number;
}) {
  return { ...note, velocity: 0.6, syllable: { text, phones: [], isContinued, line } };
}
