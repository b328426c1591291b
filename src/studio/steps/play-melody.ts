import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { writeWav } from '../../audio/wav.js';
import { openBand } from '../../instruments/catalogue.js';
import type { BackingMusic } from '../../instruments/backing/hear-backing.js';
import { heardFromJson } from '../../instruments/listening/heard-file.js';
import type { Heard } from '../../instruments/listening/listener.js';
import { melodyScore } from '../../instruments/melody/melody-score.js';
import {
  preparePerformance,
  type Performance,
  type PerformanceSettings,
} from '../../instruments/melody/performance.js';
import { playable, playedNotesOf } from '../../instruments/melody/played-notes.js';
import { networkInstrument } from '../../instruments/neural/network-instruments.js';
import { playOnNetwork } from '../../instruments/neural/play-on-network.js';
import { openModelStore } from '../../inference/model-store.js';
import type { StepFunction } from '../../jobs/plan.js';
import { keyName } from '../../score/pitch-names.js';
import type { Score } from '../../score/score.js';
import { writeMidi } from '../../score/write-midi.js';
import { writeMusicXml } from '../../score/write-musicxml.js';
import type { DecodedData } from './decode.js';

/** file `heard`, data `decoded` and perhaps `music` → `instrumental.wav`, `melody.mid`, `melody.musicxml`, and `melody.json`,
 *  which says what was heard and what was made of it. */
export const playMelodyStep: StepFunction = async ({
  settings,
  files,
  data,
  outputDir,
  ...run
}) => {
  const { length, sampleRate, durationSeconds } = data.decoded as DecodedData;
  const heard = heardFromJson(await readFile(files.heard, 'utf8'));
  const { id } = settings.instrument as { id: string };
  const instrument = openBand(run.config).instrument(id);
  const network = heard.kind === 'melody' ? networkInstrument(id) : undefined;
  const asked = {
    ...(settings as unknown as PerformanceSettings & { title: string; seed: number }),
    backing: (data.music as unknown as BackingMusic | undefined) ?? null,
  };
  const performance = preparePerformance(heard, asked, (network ?? instrument).range);
  const { line, notes } = performance;
  const signal = run.signal ?? new AbortController().signal;
  const options = { sampleRate, length, seed: asked.seed, signal, onProgress: run.onProgress };
  const { dataDir, modelsMirror: mirror } = run.config;
  const audio =
    line && network
      ? await playOnNetwork(line, network, {
          ...options,
          models: await openModelStore({ dataDir, mirror }),
        })
      : await instrument.play(playable(notes, instrument), options);
  await writeWav(join(outputDir, 'instrumental.wav'), audio);
  const score = melodyScore(performance.notes, {
    title: asked.title,
    bpm: performance.bpm,
    key: performance.key,
    instrument: id,
    isDrums: heard.kind === 'drums',
  });
  await writeNotes(outputDir, score, describe(heard, performance, durationSeconds));
  return {
    instrument: id,
    kind: network ? 'network' : instrument.kind,
    notes: performance.notes.length,
    key: keyName(performance.key),
    semitones: performance.semitones,
    bpm: Math.round(performance.bpm * 10) / 10,
    stretch: performance.stretch,
    durationSeconds,
    sampleRate,
  };
};

async function writeNotes(outputDir: string, score: Score, melody: unknown): Promise<void> {
  await writeFile(join(outputDir, 'melody.mid'), writeMidi(score));
  await writeFile(join(outputDir, 'melody.musicxml'), writeMusicXml(score));
  await writeFile(join(outputDir, 'melody.json'), JSON.stringify(melody));
}

/** What the piano roll shows: the notes and the line as heard, and the notes as played. */
function describe(heard: Heard, { notes, semitones, key }: Performance, durationSeconds: number) {
  const sung = heard.kind === 'melody' ? playedNotesOf(heard.melody) : heard.notes;
  return {
    durationSeconds,
    key: keyName(key),
    semitones,
    sung: sung.map((note, n) => ({
      startSeconds: note.startSeconds,
      endSeconds: note.endSeconds,
      pitch: heard.kind === 'melody' ? heard.melody.notes[n].pitch : note.pitch,
      velocity: note.velocity,
    })),
    line: heard.kind === 'melody' ? Array.from(heard.melody.line.pitch, toHundredths) : [],
    played: notes.map(({ bend: _, ...note }) => note),
  };
}

function toHundredths(value: number): number {
  return Math.round(value * 100) / 100;
}
