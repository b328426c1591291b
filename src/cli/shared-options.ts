import type { Command } from 'commander';
import { autoOrNumber, number } from './option-parsers.js';

/** Options of every command that makes something. */
export function withSharedOptions(command: Command): Command {
  return command
    .option('--json', 'print one JSON report on stdout')
    .option('--quiet', 'no progress on stderr')
    .option('--seed <n>', 'same input, settings and seed: same bytes', number)
    .option('--data <dir>', 'the data folder (default: CANTO_DATA, or ~/.canto)');
}

/** What `withTuningOptions` reads. */
export interface TuningOptions {
  overlap?: number;
  segment?: number;
  shifts?: number;
}

/** How a separation engine with a model is to run. */
export function withTuningOptions(command: Command): Command {
  return command
    .option('--overlap <0…0.95>', 'share of a segment that the next one covers too', number)
    .option(
      '--segment <seconds>',
      'how much the model hears at once, where its file allows',
      number,
    )
    .option('--shifts <n>', 'average over n shifts in time: better, n times slower', number);
}

/** What `withVoiceOptions` reads. */
export interface VoiceOptions {
  voice: string;
  pitch?: number | 'auto';
  formant?: number;
  strength?: number;
  dereverb?: number;
  engine?: string;
  pitchEngine?: string;
}

/** Options of every command that sings with a voice. */
export function withVoiceOptions(command: Command): Command {
  return command
    .requiredOption('--voice <name>', 'a voice of `canto voices list`')
    .option('--pitch <semitones>', 'auto, or semitones to move the melody by', autoOrNumber)
    .option('--formant <semitones>', 'move the formants of the voice', number)
    .option('--strength <0…1>', "how far to go from the singer's timbre to the voice's", number)
    .option('--dereverb <0…1>', 'take reverberation from the singer first (default: 1)', number)
    .option('--engine <name>', 'the conversion engine')
    .option('--pitch-engine <name>', 'the pitch tracker: pyin or swift-f0');
}
