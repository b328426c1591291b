/** Measures how lead and backing vocals are split where both are known, and how far the split knows
 *  how good it is; prints the table of `docs/quality.md`: `npx tsx scripts/eval/lead.ts`. Needs the
 *  developers' shared material. */
import { audioData, toMono, type AudioData } from '../../src/audio/audio-data.js';
import { dbToGain } from '../../src/dsp/decibels.js';
import { siSdrDb } from '../../src/dsp/si-sdr.js';
import { splitLead } from '../../src/separation/split-lead.js';
import { stemSongs, type StemSong } from './separation/stem-songs.js';

/** Below this there is nobody singing in that part. */
const SILENT_RMS = 1e-3;

/** The backing is also mixed in this much louder, to see whether the split knows that it got harder. */
const BACKING_GAINS_DB = [-10, 0, 10];

const points: { expected: number; measured: number }[] = [];

printLine(['song', 'plain mid', '**split**', 'confidence', 'expected SI-SDR']);
printLine(Array<string>(5).fill('---'));
for await (const song of stemSongs([])) await measureSong(song);
console.log(`\ncorrelation of expected and true SI-SDR: ${correlation().toFixed(2)}`);

async function measureSong({ title, vocals, lead, backing }: StemSong): Promise<void> {
  if (!lead || !backing || isSilent(lead) || isSilent(backing)) return;
  const mid = audioData(vocals.sampleRate, [toMono(vocals)]);
  const side = vocals.channels.map((x) => x.map((v, i) => v - mid.channels[0][i]));
  const split = await splitLead(vocals);
  const { value, inWords, expectedDb } = split.confidence;
  const trueLead = [toMono(lead)];
  const score = (leadEstimate: AudioData, backingEstimate: readonly Float32Array[]) =>
    [siSdrDb(leadEstimate.channels, trueLead), siSdrDb(backingEstimate, backing.channels)]
      .map(figure)
      .join(' / ');
  printLine([
    title,
    score(mid, side),
    score(split.lead, split.backing.channels),
    `${value.toFixed(2)}, ${inWords}`,
    figure(expectedDb),
  ]);
  for (const gainDb of BACKING_GAINS_DB) await measureExpectation(lead, backing, gainDb);
}

async function measureExpectation(
  lead: AudioData,
  backing: AudioData,
  gainDb: number,
): Promise<void> {
  const gain = dbToGain(gainDb);
  const channels = lead.channels.map((x, c) => x.map((v, i) => v + gain * backing.channels[c][i]));
  const split = await splitLead(audioData(lead.sampleRate, channels));
  points.push({
    expected: split.confidence.expectedDb,
    measured: siSdrDb(split.lead.channels, [toMono(lead)]),
  });
}

function correlation(): number {
  const mean = (values: number[]) => values.reduce((sum, v) => sum + v, 0) / values.length;
  const [mx, my] = [mean(points.map((p) => p.expected)), mean(points.map((p) => p.measured))];
  const sum = (term: (dx: number, dy: number) => number) =>
    points.reduce((total, p) => total + term(p.expected - mx, p.measured - my), 0);
  return sum((x, y) => x * y) / Math.sqrt(sum((x) => x * x) * sum((_, y) => y * y));
}

function isSilent({ channels, length }: AudioData): boolean {
  const energy = channels.reduce((sum, x) => x.reduce((total, v) => total + v * v, sum), 0);
  return Math.sqrt(energy / length) < SILENT_RMS;
}

function figure(value: number): string {
  return value.toFixed(1).replace('-', '−');
}

function printLine(cells: readonly string[]): void {
  console.log(`| ${cells.join(' | ')} |`);
}
