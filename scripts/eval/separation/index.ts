import { readFile, writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { loadConfig } from '../../../src/config.js';
import { ModelError } from '../../../src/errors.js';
import { createInferenceHost } from '../../../src/inference/inference-host.js';
import { openModelStore } from '../../../src/inference/model-store.js';
import type { Separator } from '../../../src/separation/separator.js';
import { chooseSeparator, separators } from '../../../src/separation/separators.js';
import { comparisonPng } from './comparison-picture.js';
import { decibels, replaceMarked } from './markdown.js';
import { estimateAll, listMethods, type EngineContext, type Estimates } from './methods.js';
import { scoreSong, type SongScores } from './scores.js';
import { stemSongs, type StemSong } from './stem-songs.js';
import { separationTables } from './tables.js';

/** npm run eval:separation [-- --engine ID … --model NAME --song ID … --json | --write]: measures the
 *  engines on songs whose stems are known and prints the tables of docs/quality.md, or puts them
 *  there, with pictures of the songs by unseen artists (`--write`). Needs the developers' shared
 *  material. */
const { values: options } = parseArgs({
  options: {
    engine: { type: 'string', multiple: true, default: [] },
    /** What the engine runs instead of its own model. */
    model: { type: 'string' },
    song: { type: 'string', multiple: true, default: [] },
    json: { type: 'boolean', default: false },
    write: { type: 'boolean', default: false },
  },
});
const { write, ...choice } = options;
if (write && Object.values(choice).flat().some(Boolean)) {
  throw new Error('the document has every engine and song: --write goes alone');
}

const docsDir = new URL('../../../docs/', import.meta.url);
const { dataDir, modelsMirror: mirror } = loadConfig();
const context: EngineContext = {
  inference: createInferenceHost({ maxProcesses: 1 }),
  models: await openModelStore({ dataDir, mirror }),
  tuning: { model: options.model },
};
try {
  await report(await chooseEngines());
} finally {
  await context.inference.close();
}

async function report(engines: readonly Separator[]): Promise<void> {
  const methods = listMethods(engines, context);
  const songs: SongScores[] = [];
  for await (const song of stemSongs(options.song)) {
    console.error(song.title);
    const estimates = await estimateAll(song, methods);
    songs.push(scoreSong(song, estimates));
    if (write && song.isUnseen) await writePicture(song, estimates, engines[0]);
  }
  const tables = separationTables(
    songs,
    engines.map(({ id }) => id),
  );
  if (write) await writeTables(tables);
  else console.log(options.json ? JSON.stringify(songs, null, 2) : tables);
}

/** Those that were asked for, or all that have what they need on this machine. */
async function chooseEngines(): Promise<Separator[]> {
  if (options.engine.length > 0) return options.engine.map(chooseSeparator);
  const present: Separator[] = [];
  for (const separator of separators) if (await canOpen(separator)) present.push(separator);
  return present;
}

async function canOpen(separator: Separator): Promise<boolean> {
  try {
    await (await separator.open({ ...context, stems: 2 })).close();
    return true;
  } catch (error) {
    if (!(error instanceof ModelError)) throw error;
    console.error(`${separator.id} is left out: ${error.message}`);
    return false;
  }
}

async function writePicture(
  song: StemSong,
  estimates: Estimates,
  { id: engine }: Separator,
): Promise<void> {
  const { [engine]: scores } = scoreSong(song, estimates).scores;
  const caption = [
    song.id,
    `separated by ${engine}, SI-SDR:`,
    `vocals ${decibels(scores.vocals.siSdrDb)} dB`,
    `accompaniment ${decibels(scores.accompaniment.siSdrDb)} dB`,
  ];
  const png = await comparisonPng(song, estimates[engine], caption);
  await writeFile(new URL(`images/separation-${song.id}.png`, docsDir), png);
}

async function writeTables(tables: string): Promise<void> {
  const path = new URL('quality.md', docsDir);
  await writeFile(path, replaceMarked(await readFile(path, 'utf8'), 'separation', tables));
}
