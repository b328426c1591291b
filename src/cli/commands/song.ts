import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { InvalidArgumentError, type Command } from 'commander';
import { isOutputFile, outputFormatOf } from '../../audio/output-format.js';
import { InputError } from '../../errors.js';
import { readMidi } from '../../score/read-midi.js';
import type { SongEdit } from '../../songs/editing/song-edit.js';
import { parseSong } from '../../songs/song.js';
import { songJob } from '../../studio/job-kinds.js';
import { MUSICGEN } from '../../songs/musicgen/music-model.js';
import type { AboutGeneratedMusic } from '../../studio/steps/generate-music.js';
import type { ComposedData } from '../../studio/steps/compose-song.js';
import type { CliContext, SharedOptions } from '../cli-context.js';
import { number } from '../option-parsers.js';
import { printReport } from '../print.js';
import { runJob } from '../run-job.js';
import { prepareTarget } from '../save-file.js';
import { withSharedOptions } from '../shared-options.js';

interface SongCommandOptions extends SharedOptions {
  output: string;
  engine?: string;
  model?: string;
  lyrics?: string;
  duration?: number;
  bpm?: number;
  key?: string;
  metre?: string;
  style?: string;
  instrumental?: boolean;
  voice?: string;
  structure?: string;
  title?: string;
  theme?: string;
  variations?: number;
  lufs?: number;
  ceiling?: number;
  stemsDir?: string;
  midi?: string;
  musicxml?: string;
  lrc?: string;
  songOut?: string;
  from?: string;
  chord?: SongEdit[];
  line?: SongEdit[];
  instrument?: SongEdit[];
  mute?: SongEdit[];
  unmute?: SongEdit[];
  regenerate?: SongEdit[];
  extend?: SongEdit[];
  seed?: number;
}

/** canto song "PROMPT" -o OUT */
export function songCommand(program: Command, context: CliContext): void {
  const command = program
    .command('song [prompt]')
    .description('a song from words: style, mood, tempo, key, instruments, voice and topic')
    .requiredOption('-o, --output <file>', 'the song: .wav .flac .mp3 .m4a .opus')
    .option('--engine <name>', 'canto, which composes, or musicgen, which makes sound (no stems)')
    .option('--model <id>', 'of musicgen: a model of `canto models list`')
    .option('--lyrics <file>', 'a text with [verse] and [chorus] tags')
    .option('--duration <seconds>', 'how long it is to be', number)
    .option('--bpm <n>', 'tempo, quarter notes per minute', number)
    .option('--key <key>', 'such as "F# minor"')
    .option('--metre <metre>', 'such as 3/4')
    .option('--style <name>', 'pop, rock, jazz …')
    .option('--instrumental', 'nobody sings')
    .option('--voice <name>', 'who sings: a voice of `canto voices list`')
    .option('--structure <sections>', 'such as "intro:4 verse:8 chorus:8 outro:4" (bars)')
    .option('--title <title>', 'what it is called')
    .option('--theme <file.mid>', 'a melody that it is built on')
    .option('--variations <1…4>', 'so many songs, beside OUT as OUT-2 …', number)
    .option('--lufs <LUFS>', 'integrated loudness (default: -14)', number)
    .option('--ceiling <dBTP>', 'true peak (default: -1)', number)
    .option('--stems-dir <dir>', 'also write every part as a wav file')
    .option('--midi <file>', 'also write the score as MIDI')
    .option('--musicxml <file>', 'also write the score as MusicXML')
    .option('--lrc <file>', 'also write the lyrics with the time of every word')
    .option('--song-out <file.json>', 'also write plan and score, for --from')
    .option('--from <file.json>', 'a song to change and play again, instead of a prompt');
  withSharedOptions(withEdits(command)).action(
    (prompt: string | undefined, options: SongCommandOptions) =>
      song(context, prompt ?? '', options),
  );
}

/** Changes of a song; each option may be given several times. */
function withEdits(command: Command): Command {
  return command
    .option('--chord <section:bar=chord>', 'another chord: "verse 1:3=Am7"', chordEdit)
    .option('--line <n=text>', 'another text in the nth line of the lyrics', lineEdit)
    .option('--instrument <part=name>', 'another instrument: "bass=upright-bass"', instrumentEdit)
    .option(
      '--mute <part>',
      'leave a part out',
      partEdit((part) => ({ edit: 'mute', part, isMuted: true })),
    )
    .option(
      '--unmute <part>',
      'let a part play again',
      partEdit((part) => ({ edit: 'mute', part, isMuted: false })),
    )
    .option(
      '--regenerate <what>',
      'compose anew: "verse 2", "bass", or "verse 2/bass"',
      regenerateEdit,
    )
    .option('--extend <kind:bars>', 'one more section before the last: "chorus:8"', extendEdit);
}

async function song(
  context: CliContext,
  prompt: string,
  options: SongCommandOptions,
): Promise<void> {
  refuseScoreOfSound(options);
  const files = [options.output, options.midi, options.musicxml, options.lrc, options.songOut];
  for (const file of files) if (file !== undefined) await prepareTarget(file);
  await runJob(context, songJob, {
    request: await toRequest(prompt, options),
    options,
    async use({ result, seconds, save }) {
      const format = outputFormatOf(options.output);
      const output = await save(`song.${format}`, options.output);
      const written = await saveOthers(Object.keys(result.files), options, save);
      const report = result.report as ComposedData | AboutGeneratedMusic;
      printReport(
        { output, ...written, seconds, steps: result.steps, ...report },
        { json: options.json, lines: summary(output, report) },
      );
    },
  });
}

/** @throws InputError when a file is wanted that only a composed song has */
function refuseScoreOfSound(options: SongCommandOptions): void {
  const wanted = (['midi', 'musicxml', 'lrc', 'songOut', 'stemsDir'] as const).find(
    (name) => options[name] !== undefined,
  );
  if (options.engine !== MUSICGEN || wanted === undefined) return;
  throw new InputError('bad-settings', `the engine '${MUSICGEN}' makes neither score nor stems`, {
    hint: 'Leave them out, or let Canto compose: without --engine.',
  });
}

type Save = (name: string, target: string) => Promise<string>;

/** Everything beside the song itself that was asked for, and is there. */
async function saveOthers(names: readonly string[], options: SongCommandOptions, save: Save) {
  const wanted = {
    midi: ['score.mid', options.midi],
    musicxml: ['score.musicxml', options.musicxml],
    lrc: ['lyrics.lrc', options.lrc],
    song: ['song.json', options.songOut],
  } as const;
  const written: { [key: string]: unknown } = {};
  for (const [key, [name, target]] of Object.entries(wanted)) {
    if (target !== undefined && names.includes(name)) written[key] = await save(name, target);
  }
  const format = outputFormatOf(options.output);
  const variations = names.filter((name) => /^song-\d+\./.test(name) && isOutputFile(name));
  if (variations.length > 0) {
    written.variations = await Promise.all(
      variations.map((name) =>
        save(name, options.output.replace(/(\.[^.]+)$/, `${/-\d+/.exec(name)![0]}$1`)),
      ),
    );
  }
  const { stemsDir } = options;
  if (stemsDir === undefined) return written;
  const stems = names.filter((name) => name.endsWith('.wav') && !/^song(-\d+)?\./.test(name));
  const paths = await Promise.all(stems.map((name) => save(name, join(stemsDir, name))));
  return {
    ...written,
    stems: Object.fromEntries(stems.map((name, i) => [name.replace(/\.[^.]+$/, ''), paths[i]])),
    format,
  };
}

async function toRequest(prompt: string, options: SongCommandOptions) {
  const { duration: durationSeconds, lufs: targetLufs, ceiling: ceilingDbtp } = options;
  const from = options.from === undefined ? undefined : parseSong(await readText(options.from));
  const { bpm, key, metre, style, instrumental, voice, structure, title, variations, seed } =
    options;
  const made = { durationSeconds, bpm, key, metre, style, instrumental, structure, title, seed };
  const changes = [
    ...(from && bpm !== undefined ? [{ edit: 'tempo', bpm }] : []),
    ...(from && key !== undefined ? [{ edit: 'key', key }] : []),
    ...(from && options.theme ? [{ edit: 'theme', notes: await themeOf(options.theme) }] : []),
    ...editsOf(options),
  ];
  return {
    ...{ prompt, engine: options.engine, model: options.model },
    ...{ from, edits: changes, voice, variations, targetLufs, ceilingDbtp },
    ...(from ? { seed: seed ?? from.plan.seed } : made),
    ...(!from && options.theme && { theme: await themeOf(options.theme) }),
    lyrics: options.lyrics === undefined ? undefined : await readText(options.lyrics),
    format: outputFormatOf(options.output),
    stems: options.stemsDir !== undefined,
    stemsFormat: 'wav',
  };
}

function editsOf(options: SongCommandOptions): SongEdit[] {
  const { chord, line, instrument, mute, unmute, regenerate, extend } = options;
  return [chord, line, instrument, mute, unmute, regenerate, extend].flatMap(
    (edits) => edits ?? [],
  );
}

/** The notes of the first melody in a MIDI file. */
async function themeOf(path: string) {
  const bytes = await readFile(path).catch(noFile(path));
  const { parts } = readMidi(bytes);
  const melody = parts.find(({ role }) => role !== 'drums');
  if (!melody) {
    throw new InputError('bad-midi', `'${path}' has no notes`, {
      hint: 'Give a MIDI file with a melody.',
    });
  }
  return melody.notes
    .slice(0, 500)
    .map(({ startBeat, durationBeats, pitch }) => ({ startBeat, durationBeats, pitch }));
}

async function readText(path: string): Promise<string> {
  return readFile(path, 'utf8').catch(noFile(path));
}

function noFile(path: string) {
  return (cause: unknown): never => {
    throw new InputError('no-such-file', `can't read '${path}'`, {
      hint: 'Give the path of a file.',
      cause,
    });
  };
}

function summary(output: string, report: ComposedData | AboutGeneratedMusic): string[] {
  return 'licence' in report ? soundSummary(output, report) : scoreSummary(output, report);
}

function soundSummary(output: string, report: AboutGeneratedMusic): string[] {
  const { prompt, model, licence, durationSeconds } = report;
  return [
    `"${prompt}" lies at ${output}`,
    `  made by ${model} (licence: ${licence}), ${durationSeconds.toFixed(1)} s`,
  ];
}

function scoreSummary(
  output: string,
  { title, style, bpm, key, vocal, durationSeconds, understood, ignored }: ComposedData,
): string[] {
  return [
    `"${title}" lies at ${output}`,
    `  ${style}, ${bpm} bpm, ${key}, ${vocal === 'none' ? 'instrumental' : `${vocal} voice`}, ${durationSeconds.toFixed(1)} s`,
    ...understood.map((fact) => `  understood  ${fact}`),
    ...(ignored.length > 0 ? [`  ignored     ${ignored.join(', ')}`] : []),
  ];
}

/** "verse 1:3=Am7", "verse 1:3.2=Am7" for the second chord of the bar. */
function chordEdit(text: string, before: SongEdit[] = []): SongEdit[] {
  const match = /^(.{1,60}):(\d{1,3})(?:\.(\d))?=(.{1,20})$/.exec(text);
  if (!match) throw new InvalidArgumentError('such as "verse 1:3=Am7"');
  const [, section, bar, place = '1', chord] = match;
  return [...before, { edit: 'chord', section, bar: Number(bar), place: Number(place), chord }];
}

function lineEdit(text: string, before: SongEdit[] = []): SongEdit[] {
  const match = /^(\d{1,4})=(.{1,300})$/.exec(text);
  if (!match) throw new InvalidArgumentError('such as "3=And the river ran"');
  return [...before, { edit: 'line', line: Number(match[1]), text: match[2] }];
}

function instrumentEdit(text: string, before: SongEdit[] = []): SongEdit[] {
  const match = /^([a-z0-9-]{1,41})=(.{1,60})$/.exec(text);
  if (!match) throw new InvalidArgumentError('such as "bass=upright-bass"');
  return [...before, { edit: 'instrument', part: match[1], instrument: match[2] }];
}

function partEdit(edit: (part: string) => SongEdit) {
  return (text: string, before: SongEdit[] = []): SongEdit[] => [...before, edit(text)];
}

/** A section has a number ("verse 2"), a part has none, or a hyphen. */
function regenerateEdit(text: string, before: SongEdit[] = []): SongEdit[] {
  const [first, part] = text.split('/');
  const isSection = / \d+$/.test(first);
  return [
    ...before,
    { edit: 'regenerate', ...(isSection ? { section: first, part } : { part: first }) },
  ];
}

function extendEdit(text: string, before: SongEdit[] = []): SongEdit[] {
  const match = /^([a-z-]+)(?::(\d{1,2}))?$/.exec(text);
  if (!match) throw new InvalidArgumentError('such as chorus:8');
  const kind = match[1] as Extract<SongEdit, { edit: 'extend' }>['kind'];
  return [...before, { edit: 'extend', kind, bars: Number(match[2] ?? 8) }];
}
