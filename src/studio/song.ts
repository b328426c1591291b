import { instrumentNamed } from '../instruments/catalogue.js';
import type { FontIdentity } from '../instruments/choose-font.js';
import type { Json, Plan, PlannedStep } from '../jobs/plan.js';
import type { MixRole } from '../mixing/roles.js';
import type { Part } from '../score/score.js';
import type { Song } from '../songs/song.js';
import { styleOf } from '../songs/styles/index.js';
import type { Voice } from '../voices/voice.js';
import type { EngineChoice } from './engines.js';
import { describeMaking } from './making.js';
import {
  encodedResults,
  encodeStep,
  masterStep,
  qualityResults,
  qualityStep,
  type EncodedFiles,
  type JudgedSounds,
} from './plan-steps.js';
import type { SongRequest } from './song-request.js';

/** What a song is made of, looked up. */
export interface SongParts {
  /** As it will be composed, for each variation; the steps compose it again. */
  songs: readonly Song[];
  singer?: { voice: Voice; engine: EngineChoice };
  soundFont: FontIdentity;
}

/** A song from words, or a song file played again: composed, sung and played part by part, mixed and
 *  mastered. Parts are steps of their own, so that an edit plays and sings again only what it changed. */
export function planSongJob(request: SongRequest, parts: SongParts): Plan {
  const takes = parts.songs.map((song, n) => planTake(request, { ...parts, song, number: n + 1 }));
  return {
    kind: 'song',
    seed: request.seed,
    steps: takes.flatMap(({ steps }) => steps),
    results: Object.assign({}, ...takes.map(({ results }) => results)) as Plan['results'],
    report: 'quality',
  };
}

interface Take extends Omit<SongParts, 'songs'> {
  song: Song;
  /** 1 for the first variation. */
  number: number;
}

function planTake(request: SongRequest, take: Take): Pick<Plan, 'steps' | 'results'> {
  const { song, number } = take;
  const suffix = number === 1 ? '' : `-${number}`;
  const heard = song.score.parts.filter(({ isMuted, notes }) => !isMuted && notes.length > 0);
  const compose = `compose${suffix}`;
  const stems = heard.map((part) => stemStep(part, { request, take, suffix }));
  const mix = mixStep(heard, { song, stems, request, suffix });
  const mixed = { step: mix.id, file: 'mixed.wav' };
  const decoded = { decoded: { step: compose, data: true } } as const;
  const master = {
    ...masterStep(
      mixed,
      { format: request.format, master: { by: 'session' } },
      { ...decoded, mix: { step: mix.id, data: true } },
    ),
    id: `master${suffix}`,
  };
  const files = songFiles(request, { stems, heard, master: master.id, suffix });
  const encode = {
    ...encodeStep(files, {
      about: decoded,
      title: song.plan.title,
      ...(take.singer && { artist: `${take.singer.voice.name} (AI voice)` }),
      made: describeMaking('song', describedSettings(song), {
        ...(take.singer && { cast: [{ part: 'lead', voice: take.singer.voice }] }),
        engines: take.singer ? { voice: take.singer.engine } : {},
      }),
    }),
    id: `encode${suffix}`,
  };
  const encoded = Object.entries(encodedResults(files)).map(([name, { file }]) => [
    name,
    { step: encode.id, file },
  ]);
  const { targetLufs, ceilingDbtp } = request;
  const quality = {
    ...qualityStep(
      { kind: 'song', judgedAs: 'release', subject: 'song', targetLufs, ceilingDbtp },
      {
        output: { step: master.id, file: 'mastered.wav' },
        made: { step: compose, data: true },
        mastered: { step: master.id, data: true },
        ...judgedParts(heard, stems, mixed),
      },
    ),
    id: `quality${suffix}`,
  };
  return {
    steps: [composeStep(request, take, compose), ...stems, mix, master, encode, quality],
    results: {
      ...Object.fromEntries(encoded),
      ...writtenResults(song, compose, suffix),
      ...Object.fromEntries(
        Object.entries(qualityResults).map(([name, { file }]) => [
          name.replace('.', `${suffix}.`),
          { step: quality.id, file },
        ]),
      ),
    } as Plan['results'],
  };
}

/** The singing in the mix, where somebody sings with a band. */
function judgedParts(
  heard: readonly Part[],
  stems: readonly PlannedStep[],
  mix: { step: string; file: string },
): Pick<JudgedSounds, 'mixed'> {
  const sounds = stems.map(({ id }) => ({ step: id, file: 'stem.wav' }));
  const lead = heard.findIndex((part) => mixRoleOf(part) === 'lead');
  const music = sounds.filter((_, i) => !['lead', 'backing'].includes(mixRoleOf(heard[i])));
  return lead < 0 || music.length === 0 ? {} : { mixed: { mix, vocals: sounds[lead], music } };
}

/** What is told of the making: what stays as it is when something else of the song is changed, so that
 *  the files of parts that didn't change stay bit by bit as they were. */
function describedSettings({ plan: { seed, style, title } }: Song) {
  return { seed, style, title };
}

function composeStep(request: SongRequest, { number, singer }: Take, id: string): PlannedStep {
  const range = singer && singerNotes(singer.voice);
  return {
    id,
    kind: 'compose-song',
    title: 'Composing',
    weight: 0.5,
    settings: { version: 1, number, request: composedSettings(request), range: range ?? null },
    inputs: {},
  };
}

/** What of a request the composition depends on. */
function composedSettings(request: SongRequest): Json {
  const { format: _1, stems: _2, stemsFormat: _3, variations: _4, ...rest } = request;
  const { targetLufs: _5, ceilingDbtp: _6, voice: _7, engine: _8, model: _9, ...composed } = rest;
  return JSON.parse(JSON.stringify(composed)) as Json;
}

/** The notes that a voice is at home in, MIDI. */
export function singerNotes({ range }: Pick<Voice, 'range'>): { lowest: number; highest: number } {
  const midi = (hz: number) => 69 + 12 * Math.log2(hz / 440);
  return { lowest: Math.ceil(midi(range.lowHz)), highest: Math.floor(midi(range.highHz)) };
}

interface StemOptions {
  request: SongRequest;
  take: Take;
  suffix: string;
}

function stemStep(part: Part, { request: { seed }, take, suffix }: StemOptions): PlannedStep {
  const { singer, soundFont } = take;
  const inputs = { score: { step: `compose${suffix}`, file: `parts/${part.id}.json` } };
  const id = `part-${part.id}${suffix}`;
  if (part.instrument === 'voice' && singer) {
    const { voice, engine } = singer;
    return {
      ...{ id, kind: 'sing-part', title: `Singing with ${voice.name}`, weight: 6, inputs },
      settings: { version: 1, engine, voice: { id: voice.id, sha256: voice.sha256 }, seed },
      isConcurrent: true,
    };
  }
  const name = instrumentNamed(part.instrument)?.name ?? part.instrument;
  return {
    ...{ id, kind: 'play-part', title: `Playing: ${name}`, weight: 1, inputs },
    settings: { version: 1, soundFont: { ...soundFont }, seed },
    isConcurrent: true,
  };
}

function mixRoleOf({ role, instrument }: Part): MixRole {
  if (instrument === 'voice') return role === 'lead' ? 'lead' : 'backing';
  if (role === 'lead') return 'solo';
  return role === 'counter' || role === 'chords' || role === 'harmony' ? 'harmony' : role;
}

function mixStep(
  heard: readonly Part[],
  {
    song,
    stems,
    request,
    suffix,
  }: { song: Song; stems: readonly PlannedStep[]; request: SongRequest; suffix: string },
): PlannedStep {
  const { plan } = song;
  return {
    id: `mix${suffix}`,
    kind: 'mix',
    title: 'Mixing',
    weight: 3,
    settings: {
      version: 1,
      stems: heard.map((part) => ({ name: part.id, role: mixRoleOf(part) })),
      session: null,
      automatic: { preset: 'pop', style: styleOf(plan.style).mixGenre, bpm: plan.bpm },
      loudness: { targetLufs: request.targetLufs, ceilingDbtp: request.ceilingDbtp },
    },
    inputs: Object.fromEntries(
      stems.map(({ id }, i) => [`stem-${i}`, { step: id, file: 'stem.wav' }]),
    ),
  };
}

interface FileOptions {
  stems: readonly PlannedStep[];
  heard: readonly Part[];
  master: string;
  suffix: string;
}

function songFiles(
  { format, stems: hasStems, stemsFormat }: SongRequest,
  { stems, heard, master, suffix }: FileOptions,
): EncodedFiles {
  const song = { [`song${suffix}`]: { from: { step: master, file: 'mastered.wav' }, format } };
  if (!hasStems) return song;
  const files = heard.map((part, i) => [
    `${part.id}${suffix}`,
    { from: { step: stems[i].id, file: 'stem.wav' }, format: stemsFormat },
  ]);
  return { ...song, ...(Object.fromEntries(files) as EncodedFiles) };
}

/** What the composition is written down as. */
function writtenResults({ plan }: Song, step: string, suffix: string): Plan['results'] {
  const files = [
    'song.json',
    'score.mid',
    'score.musicxml',
    ...(plan.vocal === 'none' ? [] : ['lyrics.lrc', 'lyrics.txt']),
  ];
  return Object.fromEntries(files.map((file) => [file.replace('.', `${suffix}.`), { step, file }]));
}
