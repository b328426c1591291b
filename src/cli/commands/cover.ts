import type { Command } from 'commander';
import { join } from 'node:path';
import { outputFormatOf } from '../../audio/output-format.js';
import { InputError } from '../../errors.js';
import type { HeardRoom } from '../../separation/dereverb.js';
import { coverJob } from '../../studio/job-kinds.js';
import type { LeadData } from '../../studio/steps/lead.js';
import type { CliContext, SharedOptions } from '../cli-context.js';
import { autoOrNumber, number, timeRanges, type TimeRange } from '../option-parsers.js';
import type { QualityReport } from '../../quality/quality-report.js';
import { printReport } from '../print.js';
import { qualityAdvice } from '../quality-lines.js';
import { runJob, SourceArgument } from '../run-job.js';
import { prepareTarget } from '../save-file.js';
import {
  voiceRequest,
  withSharedOptions,
  withTuningOptions,
  withVoiceOptions,
  type TuningOptions,
  type VoiceOptions,
} from '../shared-options.js';

interface CoverOptions extends SharedOptions, TuningOptions, VoiceOptions {
  output: string;
  separator?: string;
  separatorModel?: string;
  songTranspose?: number;
  keepBacking?: boolean;
  vocalGain?: number;
  instrumentalGain?: number;
  backingGain?: number;
  leadGain?: number;
  backingVoice?: string;
  backingPitch?: number | 'auto';
  secondVoice?: string;
  secondAt?: TimeRange[];
  secondPitch?: number | 'auto';
  secondGain?: number;
  room?: number;
  decay?: number;
  damping?: number;
  wet?: number;
  matchRoom?: number;
  ducking?: number;
  lufs?: number;
  ceiling?: number;
  stemsDir?: string;
  seed?: number;
}

const STEMS = ['original', 'vocals', 'accompaniment', 'converted', 'backing'];

/** canto cover <file or link> --voice NAME -o OUT */
export function coverCommand(program: Command, context: CliContext): void {
  const command = program
    .command('cover <song>')
    .description('sing a song (a file, an https link, or the word demo) with another voice')
    .requiredOption('-o, --output <file>', 'the cover: .wav .flac .mp3 .m4a .opus');
  withTuningOptions(withSharedOptions(withVoiceOptions(command)))
    .option('--separator <name>', 'the separation engine')
    .option('--separator-model <name>', 'the model for mdx or demucs: see `canto models list`')
    .option('--song-transpose <semitones>', 'move the whole song', number)
    .option('--keep-backing', 'leave backing vocals as they are instead of leaving them out')
    .option('--vocal-gain <dB>', 'louder or softer than the automatic balance', number)
    .option('--instrumental-gain <dB>', 'louder or softer music', number)
    .option('--backing-gain <dB>', 'louder or softer backing vocals', number)
    .option('--lead-gain <dB>', 'the same as --vocal-gain', number)
    .option('--backing-voice <name>', 'who sings the backing vocals (`original`: as they are)')
    .option('--backing-pitch <semitones>', 'auto, or semitones to move them by', autoOrNumber)
    .option('--second-voice <name>', 'who has the lead at the times of --second-at')
    .option('--second-at <ranges>', 'such as 0:45-1:10,2:00-2:20', timeRanges)
    .option('--second-pitch <semitones>', 'auto, or semitones to move it by', autoOrNumber)
    .option('--second-gain <dB>', 'louder or softer than the first lead', number)
    .option('--room <0…1>', 'reverb: size of the room', number)
    .option('--decay <seconds>', 'reverb: time to fall by 60 dB', number)
    .option('--damping <0…1>', 'reverb: loss of treble', number)
    .option('--wet <0…1>', 'reverb: how much', number)
    .option(
      '--match-room <0…1>',
      "reverb: how far like the original singer's room (default: 1, or 0 beside --room, --decay, --wet)",
      number,
    )
    .option('--ducking <dB>', 'how far the music dips under the words (default: 2)', number)
    .option('--lufs <LUFS>', 'integrated loudness of the cover (default: -14)', number)
    .option('--ceiling <dBTP>', 'true peak of the cover (default: -1)', number)
    .option('--stems-dir <dir>', 'also write the original and the stems as wav files')
    .action((song: string, options: CoverOptions) => cover(context, song, options));
}

async function cover(context: CliContext, song: string, options: CoverOptions): Promise<void> {
  await prepareTarget(options.output);
  const { stemsDir } = options;
  await runJob(context, coverJob, {
    request: { source: new SourceArgument(song), ...toRequest(options) },
    options,
    async use({ result, seconds, save }) {
      const format = outputFormatOf(options.output);
      const output = await save(`cover.${format}`, options.output);
      const stems: Record<string, string> = {};
      for (const name of stemsDir ? STEMS : []) {
        if (!(`${name}.wav` in result.files)) continue;
        stems[name] = await save(`${name}.wav`, join(stemsDir ?? '', `${name}.wav`));
      }
      const report = result.report as { [key: string]: unknown };
      printReport(
        { output, ...(stemsDir && { stems }), seconds, steps: result.steps, ...report },
        { json: options.json, lines: summary(output, seconds, report) },
      );
    },
  });
}

function toRequest(options: CoverOptions) {
  const isRoomSet = [options.room, options.decay, options.wet].some((value) => value !== undefined);
  const reverb = {
    room: options.room,
    decaySeconds: options.decay,
    damping: options.damping,
    wet: options.wet,
    match: options.matchRoom ?? (isRoomSet ? 0 : undefined),
  };
  return {
    ...voiceRequest(options),
    separator: options.separator,
    separatorModel: options.separatorModel,
    overlap: options.overlap,
    segmentSeconds: options.segment,
    shifts: options.shifts,
    songTranspose: options.songTranspose,
    keepBacking: options.keepBacking,
    cast: toCast(options),
    vocalGainDb: options.vocalGain ?? options.leadGain,
    instrumentalGainDb: options.instrumentalGain,
    backingGainDb: options.backingGain,
    duckingDb: options.ducking,
    reverb,
    targetLufs: options.lufs,
    ceilingDbtp: options.ceiling,
    format: outputFormatOf(options.output),
    stems: options.stemsDir !== undefined,
    stemsFormat: 'wav',
    pictures: false,
    seed: options.seed,
  };
}

function toCast(options: CoverOptions) {
  const { backingVoice, backingPitch, secondVoice, secondAt, secondPitch, secondGain } = options;
  requireTogether({ '--backing-voice': backingVoice }, { '--backing-pitch': backingPitch });
  requireTogether(
    { '--second-voice': secondVoice, '--second-at': secondAt },
    { '--second-pitch': secondPitch, '--second-gain': secondGain },
  );
  return {
    ...(backingVoice && { backing: { voice: backingVoice, pitch: backingPitch } }),
    ...(secondVoice && {
      second: { voice: secondVoice, at: secondAt, pitch: secondPitch, gainDb: secondGain },
    }),
  };
}

/** Options that mean nothing without others.
 *  @throws InputError that names what is missing */
function requireTogether(
  needed: { [option: string]: unknown },
  optional: { [option: string]: unknown },
): void {
  const given = Object.entries({ ...needed, ...optional }).find(([, value]) => value !== undefined);
  const missing = Object.entries(needed).find(([, value]) => value === undefined);
  if (!given || !missing) return;
  throw new InputError('bad-settings', `${given[0]} needs ${missing[0]} too`);
}

function summary(output: string, seconds: number, report: { [key: string]: unknown }): string[] {
  const { cast, lead, room, transpose, loudness, warnings, quality } = report as {
    cast: { part: string; voice: { name: string } | null }[];
    lead: NonNullable<LeadData['split']>;
    room: HeardRoom | null;
    transpose: { semitones: number; reason: string };
    loudness: { integratedLufs: number; truePeakDbtp: number };
    warnings: string[];
    quality: QualityReport;
  };
  return [
    `The cover lies at ${output}`,
    `  lead      told from the backing vocals: ${lead.inWords} (${lead.confidence.toFixed(2)} of 1)`,
    ...(room ? [`  room      ${roomInWords(room)}`] : []),
    ...cast.map(({ part, voice }) => `  ${part.padEnd(10)}${voice?.name ?? 'as it was sung'}`),
    `  pitch     ${transpose.semitones} semitones (${transpose.reason})`,
    `  loudness  ${loudness.integratedLufs.toFixed(1)} LUFS, true peak ${loudness.truePeakDbtp.toFixed(1)} dBTP`,
    `  time      ${seconds.toFixed(1)} s`,
    ...warnings.map((warning) => `  note      ${warning}`),
    ...qualityAdvice(quality),
  ];
}

function roomInWords(room: HeardRoom): string {
  if (room.dry) return 'the singer is dry already';
  return `late reverberation at ${room.lateDb} dB, decay ${room.decaySeconds} s: taken from the lead`;
}
