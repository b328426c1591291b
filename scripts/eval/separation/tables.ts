import { decibelPair, decibels, markdownTable } from './markdown.js';
import { DO_NOTHING } from './methods.js';
import type { Score, SongScores } from './scores.js';

interface Group {
  readonly which: string;
  readonly songs: readonly SongScores[];
}

/** The engine that others are to beat on every song. */
const RIVAL = 'dsp';
const STEMS = ['vocals', 'accompaniment'] as const;

/** The tables of separation as Markdown: means of each group of songs, then every song.
 *  @param engines which of the methods are engines of ours */
export function separationTables(songs: readonly SongScores[], engines: readonly string[]): string {
  const groups: Group[] = [
    { which: 'by artists in no training set', songs: songs.filter(({ isUnseen }) => isUnseen) },
    { which: 'that engines are trained on', songs: songs.filter(({ isUnseen }) => !isUnseen) },
  ].filter((group) => group.songs.length > 0);
  return [
    ...groups.map((group) => meansTable(group, engines)),
    `SI-SDR by song, vocals / accompaniment:\n\n${songsTable(groups, engines, 'siSdrDb')}`,
    `SDR by song, vocals / accompaniment:\n\n${songsTable(groups, engines, 'sdrDb')}`,
  ].join('\n\n');
}

/** A row for each method that has an estimate of every song. */
function meansTable({ which, songs }: Group, engines: readonly string[]): string {
  const rows = methodsOf(songs)
    .filter((method) => songs.every(({ scores }) => method in scores))
    .map((method) => [
      nameOf(method, engines),
      ...STEMS.flatMap((stem) => [
        meanAndRange(songs.map((song) => improvementDb(song, method, stem))),
        meanAndRange(songs.map(({ scores }) => scores[method][stem].siSdrDb)),
        meanAndRange(songs.map(({ scores }) => scores[method][stem].sdrDb)),
      ]),
    ]);
  const columns = STEMS.flatMap((stem) => [`${stem}: improvement`, 'SI-SDR', 'SDR']);
  const heading = `${countOf(songs)} ${which}, mean (least … most):`;
  return `${heading}\n\n${markdownTable(['', ...columns], rows)}`;
}

/** A row for each song and for the mean of each group; a column for each method, and for how much
 *  each engine is above the rival. */
function songsTable(
  groups: readonly Group[],
  engines: readonly string[],
  measure: keyof Score,
): string {
  const methods = methodsOf(groups.flatMap(({ songs }) => songs));
  const challengers = methods.includes(RIVAL) ? engines.filter((name) => name !== RIVAL) : [];
  const cells = (songs: readonly SongScores[]) => {
    const value = (method: string, stem: StemName) => meanOf(songs, method, { stem, measure });
    return [
      ...methods.map((method) => STEMS.map((stem) => value(method, stem))),
      ...challengers.map((name) => STEMS.map((stem) => value(name, stem) - value(RIVAL, stem))),
    ].map(decibelPair);
  };
  const rows = groups.flatMap(({ which, songs }) => [
    ...songs.map((song) => [song.title, ...cells([song])]),
    [`*mean of ${countOf(songs)} ${which}*`, ...cells(songs)],
  ]);
  const columns = [
    ...methods.map((method) => nameOf(method, engines)),
    ...challengers.map((name) => `${name} over ${RIVAL}`),
  ];
  return markdownTable(['song', ...columns], rows);
}

type StemName = (typeof STEMS)[number];

function improvementDb({ scores }: SongScores, method: string, stem: StemName): number {
  return scores[method][stem].siSdrDb - scores[DO_NOTHING.name][stem].siSdrDb;
}

/** NaN when a song has no such estimate. */
function meanOf(
  songs: readonly SongScores[],
  method: string,
  { stem, measure }: { stem: StemName; measure: keyof Score },
): number {
  return mean(songs.map(({ scores }) => scores[method]?.[stem][measure] ?? NaN));
}

/** The methods of the song that has most. */
function methodsOf(songs: readonly SongScores[]): string[] {
  const lists = songs.map(({ scores }) => Object.keys(scores));
  return lists.reduce((longest, list) => (list.length > longest.length ? list : longest), []);
}

function nameOf(method: string, engines: readonly string[]): string {
  return engines.includes(method) ? `**${method}**` : method;
}

function countOf(songs: readonly SongScores[]): string {
  const { size } = new Set(songs.map(({ id }) => id));
  const excerpts = songs.length > size ? `${songs.length} excerpts of ` : '';
  return `${excerpts}${size} ${size === 1 ? 'song' : 'songs'}`;
}

function meanAndRange(values: readonly number[]): string {
  const [least, middle, most] = [Math.min(...values), mean(values), Math.max(...values)].map(
    decibels,
  );
  return least === most ? middle : `${middle} (${least} … ${most})`;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
