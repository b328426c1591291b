import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { StepFunction } from '../../jobs/plan.js';
import { keyName } from '../../score/pitch-names.js';
import type { Part, Score } from '../../score/score.js';
import { writeLrc } from '../../score/write-lrc.js';
import { writeMidi } from '../../score/write-midi.js';
import { writeMusicXml } from '../../score/write-musicxml.js';
import { stemLength } from '../../songs/render-score.js';
import { writeSong, type Song } from '../../songs/song.js';
import { composeRequest, type ComposedRequest } from '../compose-request.js';
import type { DecodedData } from './decode.js';

/** All songs are made at this rate, Hz. */
const SAMPLE_RATE = 44100;

/** What is told of a song. */
export type ComposedData = DecodedData & {
  style: string;
  bpm: number;
  key: string;
  metre: string;
  vocal: string;
  sections: { name: string; startSeconds: number; durationSeconds: number }[];
  parts: { id: string; instrument: string; isMuted: boolean }[];
  understood: string[];
  ignored: string[];
  seed: number;
};

/** → `song.json`, `score.mid`, `score.musicxml`, `lyrics.lrc` and `lyrics.txt` where somebody sings, and
 *  for each part a score of it alone, `parts/<id>.json`; data `ComposedData`. */
export const composeSongStep: StepFunction = async ({ settings, outputDir }) => {
  const range = settings.range as { lowest: number; highest: number } | null;
  const request = settings.request as unknown as ComposedRequest;
  const { song, understood, ignored } = composeRequest(
    request,
    settings.number as number,
    range ?? undefined,
  );
  const { score, plan } = song;
  const write = (name: string, content: string | Uint8Array) =>
    writeFile(join(outputDir, name), content);
  await write('song.json', writeSong(song));
  await write('score.mid', writeMidi(score));
  await write('score.musicxml', writeMusicXml(score));
  if (plan.vocal !== 'none') {
    await write('lyrics.lrc', writeLrc(score) ?? `[ti:${score.title}]\n`);
    await write('lyrics.txt', `${plan.lyrics ?? ''}\n`);
  }
  await mkdir(join(outputDir, 'parts'));
  for (const part of score.parts) await write(`parts/${part.id}.json`, sheetOf(score, part));
  return { ...dataOf(song), understood, ignored } satisfies ComposedData;
};

/** What the player of a part needs to know, and no more: what else is changed doesn't concern it. */
function sheetOf({ bpm, metre, key, feel, sections }: Score, part: Part): string {
  const length = sections.map(({ startBeat, durationBeats }) => startBeat + durationBeats);
  const whole = {
    name: 'whole',
    kind: 'whole',
    startBeat: 0,
    durationBeats: Math.max(...length),
    energy: 0.5,
  };
  const sheet: Score = {
    title: '',
    bpm,
    metre,
    key,
    feel,
    sections: [whole],
    chords: [],
    parts: [part],
  };
  return JSON.stringify(sheet);
}

function dataOf({ plan, score }: Song): Omit<ComposedData, 'understood' | 'ignored'> {
  const length = stemLength(score, SAMPLE_RATE);
  const seconds = (beats: number) => Math.round((beats * 60e3) / score.bpm) / 1000;
  return {
    ...{ sourceRate: SAMPLE_RATE, sourceLength: length, sampleRate: SAMPLE_RATE, length },
    durationSeconds: length / SAMPLE_RATE,
    ...{ title: plan.title, artist: null, warnings: [] },
    ...{ style: plan.style, bpm: score.bpm, key: keyName(score.key), vocal: plan.vocal },
    metre: `${score.metre.beatsPerBar}/${score.metre.beatUnit}`,
    sections: score.sections.map(({ name, startBeat, durationBeats }) => ({
      name,
      startSeconds: seconds(startBeat),
      durationSeconds: seconds(durationBeats),
    })),
    parts: score.parts.map(({ id, instrument, isMuted }) => ({ id, instrument, isMuted })),
    seed: plan.seed,
  };
}
