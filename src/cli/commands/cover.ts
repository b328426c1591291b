import type { Command } from 'commander';
import { join } from 'node:path';
import { outputFormatOf } from '../../audio/output-format.js';
import type { HeardRoom } from '../../separation/dereverb.js';
import { coverJob } from '../../studio/job-kinds.js';
import type { LeadData } from '../../studio/steps/lead.js';
import type { CliContext, SharedOptions } from '../cli-context.js';
import { number } from '../option-parsers.js';
import { printReport } from '../print.js';
import { runJob } from '../run-job.js';
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
  room?: number;
  decay?: number;
  damping?: number;
  wet?: number;
  lufs?: number;
  ceiling?: number;
  stemsDir?: string;
  seed?: number;
}

const STEMS = ['original', 'vocals', 'accompaniment', 'converted'];

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
    .option('--room <0…1>', 'reverb: size of the room', number)
    .option('--decay <seconds>', 'reverb: time to fall by 60 dB', number)
    .option('--damping <0…1>', 'reverb: loss of treble', number)
    .option('--wet <0…1>', 'reverb: how much', number)
    .option('--lufs <LUFS>', 'integrated loudness of the cover (default: -14)', number)
    .option('--ceiling <dBTP>', 'true peak of the cover (default: -1)', number)
    .option('--stems-dir <dir>', 'also write the original and the stems as wav files')
    .action((song: string, options: CoverOptions) => cover(context, song, options));
}

async function cover(context: CliContext, song: string, options: CoverOptions): Promise<void> {
  await prepareTarget(options.output);
  const { stemsDir } = options;
  await runJob(context, coverJob, {
    source: song,
    request: toRequest(options),
    options,
    async use({ result, seconds, save }) {
      const format = outputFormatOf(options.output);
      const output = await save(`cover.${format}`, options.output);
      const stems: Record<string, string> = {};
      for (const name of stemsDir ? STEMS : []) {
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
  const reverb = {
    room: options.room,
    decaySeconds: options.decay,
    damping: options.damping,
    wet: options.wet,
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
    vocalGainDb: options.vocalGain,
    instrumentalGainDb: options.instrumentalGain,
    backingGainDb: options.backingGain,
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

function summary(output: string, seconds: number, report: { [key: string]: unknown }): string[] {
  const { lead, room, transpose, loudness, warnings } = report as {
    lead: NonNullable<LeadData['split']>;
    room: HeardRoom | null;
    transpose: { semitones: number; reason: string };
    loudness: { integratedLufs: number; truePeakDbtp: number };
    warnings: string[];
  };
  return [
    `The cover lies at ${output}`,
    `  lead      told from the backing vocals: ${lead.inWords} (${lead.confidence.toFixed(2)} of 1)`,
    ...(room ? [`  room      ${roomInWords(room)}`] : []),
    `  pitch     ${transpose.semitones} semitones (${transpose.reason})`,
    `  loudness  ${loudness.integratedLufs.toFixed(1)} LUFS, true peak ${loudness.truePeakDbtp.toFixed(1)} dBTP`,
    `  time      ${seconds.toFixed(1)} s`,
    ...warnings.map((warning) => `  note      ${warning}`),
  ];
}

function roomInWords(room: HeardRoom): string {
  if (room.dry) return 'the singer is dry already';
  return `late reverberation at ${room.lateDb} dB, decay ${room.decaySeconds} s: taken from the lead`;
}
