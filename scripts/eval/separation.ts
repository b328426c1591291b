/** Measures the separators on songs whose stems are known, and prints the tables of
 *  `docs/quality.md`: `npx tsx scripts/eval/separation.ts`. Needs the developers' shared material. */
import { toMono, audioData, type AudioData } from '../../src/audio/audio-data.js';
import { loadConfig } from '../../src/config.js';
import { siSdrDb } from '../../src/dsp/si-sdr.js';
import { createInferenceHost } from '../../src/inference/inference-host.js';
import { openModelStore } from '../../src/inference/model-store.js';
import { separateAudio } from '../../src/separation/separate-audio.js';
import { separators } from '../../src/separation/separators.js';
import { splitLead } from '../../src/separation/split-lead.js';
import { centreOnly, idealRatioMask, repetSimOnly } from './separation-rows.js';
import { stemSongs, type StemSong } from './stem-songs.js';

/** Below this there is nobody singing in that part. */
const SILENT_RMS = 1e-3;

const config = loadConfig();
const context = {
  inference: createInferenceHost({ maxProcesses: 1 }),
  models: await openModelStore({ dataDir: config.dataDir, mirror: config.modelsMirror }),
  tuning: {},
};

const splitLines: string[] = [];
let columns: string[] = [];
let means: number[][] = [];

for await (const song of stemSongs()) {
  const rows = await measureRows(song);
  if (columns.length === 0) {
    columns = rows.map(({ name }) => name);
    means = columns.map(() => []);
    printLine(['song', 'the mix itself', ...columns]);
    printLine(['---', ...columns.map(() => '---'), '---']);
  }
  rows.forEach(({ vocals, accompaniment }, i) => means[i].push(vocals, accompaniment));
  const mixture = [siSdrDb(song.mix.channels, song.vocals.channels), mixOfBand(song)];
  printLine([
    song.name,
    pair(mixture),
    ...rows.map((row) => pair([row.vocals, row.accompaniment])),
  ]);
  await measureSplit(song);
}
printLine(['mean', '', ...means.map((values) => pair([mean(values, 0), mean(values, 1)]))]);
console.log('\n| song | plain mid | split |\n| --- | --- | --- |');
console.log(splitLines.join('\n'));
await context.inference.close();

interface Measured {
  name: string;
  /** SI-SDR improvement over doing nothing, dB. */
  vocals: number;
  accompaniment: number;
}

async function measureRows(song: StemSong): Promise<Measured[]> {
  const rows = [
    measure('centre only', song, centreOnly(song)),
    measure('REPET-SIM only', song, repetSimOnly(song)),
  ];
  for (const separator of separators) {
    const { vocals } = await separateAudio(song.mix, { ...context, separator, stems: 2 });
    rows.push(measure(`**${separator.id}**`, song, vocals ?? song.mix));
  }
  return [...rows, measure('ideal ratio mask', song, idealRatioMask(song))];
}

function measure(name: string, song: StemSong, estimate: AudioData): Measured {
  const rest = song.mix.channels.map((x, c) => x.map((v, i) => v - estimate.channels[c][i]));
  const doNothing = siSdrDb(song.mix.channels, song.vocals.channels);
  return {
    name,
    vocals: siSdrDb(estimate.channels, song.vocals.channels) - doNothing,
    accompaniment: siSdrDb(rest, song.accompaniment.channels) - mixOfBand(song),
  };
}

function mixOfBand({ mix, accompaniment }: StemSong): number {
  return siSdrDb(mix.channels, accompaniment.channels);
}

/** SI-SDR of the lead and of the backing, taken from the true vocals: by the plain mid (and what
 *  is left), and by `splitLead`. */
async function measureSplit({ name, vocals, lead, backing }: StemSong): Promise<void> {
  if (!lead || !backing || isSilent(lead) || isSilent(backing)) return;
  const mid = audioData(vocals.sampleRate, [toMono(vocals)]);
  const side = vocals.channels.map((x) => x.map((v, i) => v - mid.channels[0][i]));
  const split = await splitLead(vocals);
  const score = (leadEstimate: AudioData, backingEstimate: readonly Float32Array[]) =>
    pair([
      siSdrDb(leadEstimate.channels, [toMono(lead)]),
      siSdrDb(backingEstimate, backing.channels),
    ]);
  const cells = [name, score(mid, side), score(split.lead, split.backing.channels)];
  splitLines.push(`| ${cells.join(' | ')} |`);
}

function isSilent({ channels, length }: AudioData): boolean {
  const energy = channels.reduce((sum, x) => x.reduce((total, v) => total + v * v, sum), 0);
  return Math.sqrt(energy / length) < SILENT_RMS;
}

function mean(values: readonly number[], offset: number): number {
  const own = values.filter((_, i) => i % 2 === offset);
  return own.reduce((sum, value) => sum + value, 0) / own.length;
}

function pair(values: readonly number[]): string {
  return values.map((value) => value.toFixed(1).replace('-', '−')).join(' / ');
}

function printLine(cells: readonly string[]): void {
  console.log(`| ${cells.join(' | ')} |`);
}
