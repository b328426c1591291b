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
  breathiness?: number;
  scale?: string;
  keepLoudness?: number;
  engine?: string;
  pitchEngine?: string;
  f0Method?: string;
  preset?: string;
  indexRate?: number;
  protect?: number;
  rmsMix?: number;
  autotune?: number;
  split?: boolean;
  speaker?: number;
}

/** Options of every command that sings with a voice. */
export function withVoiceOptions(command: Command): Command {
  return command
    .requiredOption('--voice <name>', 'a voice of `canto voices list`, or `original` in covers')
    .option('--pitch <semitones>', 'auto, or semitones to move the melody by', autoOrNumber)
    .option('--formant <semitones>', 'move the formants of the voice', number)
    .option('--strength <0…1>', "how far to go from the singer's timbre to the voice's", number)
    .option('--breathiness <0…3>', 'breath in the voice: 1 as the singer has', number)
    .option('--autotune <0…1>', 'draw the melody to the notes of the scale', number)
    .option('--scale <name>', 'chromatic (default), or a key: "C major", "F# minor"')
    .option('--keep-loudness <0…1>', "share of the singer's dynamics that stays", number)
    .option('--dereverb <0…1>', 'take reverberation from the singer first (default: 1)', number)
    .option('--engine <name>', 'the conversion engine')
    .option('--pitch-engine <name>', 'the pitch tracker: pyin, swift-f0 or rmvpe')
    .option('--f0-method <name>', 'the same, as users of RVC call it')
    .option('--preset <name>', 'voices of RVC: default, likeness, clarity or tuned')
    .option('--index-rate <0…1>', 'voices of RVC: how much is taken from the index', number)
    .option('--protect <0…0.5>', 'voices of RVC: less protects consonants and breath', number)
    .option('--rms-mix <0…1>', "voices of RVC: from the singer's loudness to the voice's", number)
    .option('--split', 'voices of RVC: leave silence silent')
    .option('--speaker <n>', 'voices of RVC: which of several speakers', number);
}

/** What of a request `withVoiceOptions` says. */
export function voiceRequest(options: VoiceOptions) {
  return {
    voice: options.voice,
    pitch: options.pitch,
    formant: options.formant,
    strength: options.strength,
    dereverb: options.dereverb,
    breathiness: options.breathiness,
    scale: options.scale,
    keepLoudness: options.keepLoudness,
    engine: options.engine,
    pitchEngine: options.pitchEngine ?? options.f0Method,
    preset: options.preset,
    indexRate: options.indexRate,
    protect: options.protect,
    rmsMix: options.rmsMix,
    autotune: options.autotune,
    split: options.split,
    speaker: options.speaker,
  };
}
