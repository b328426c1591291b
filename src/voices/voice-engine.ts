import type { AudioData } from '../audio/audio-data.js';
import type { ModelStore } from '../inference/model-store.js';
import type { PitchTrack } from '../pitch/pitch-tracker.js';
import type { RunOptions } from '../progress.js';
import type { RvcSettings } from './rvc/presets.js';
import type { Voice } from './voice.js';

export interface ConversionSettings {
  /** Semitones that the melody moves by; may be fractional. */
  transpose: number;
  /** Semitones that the target's formants move by, on top of the voice's own. */
  formant: number;
  /** How far to go from the singer's timbre (0) to the voice's (1). */
  strength: number;
  seed: number;
  /** For the canto engine: how much breath there is in the voice; 1 as the singer has. */
  breathiness?: number;
  /** For the canto engine: how far pitches are drawn to the nearest note of `scale`, 0…1. */
  autotune?: number;
  /** One of `SCALES`. */
  scale?: string;
  /** For the canto engine: share of the singer's dynamics that stays; 1 all, 0 an even loudness. */
  keepLoudness?: number;
  /** For voices of RVC, which take neither formant nor strength; RVC's defaults when absent. */
  rvc?: RvcSettings;
}

export interface ConversionOptions extends RunOptions {
  voice: Voice;
  /** Pitch of the vocal that is converted. */
  pitch: PitchTrack;
  settings: ConversionSettings;
  /** Where the engine's models are. */
  models: ModelStore;
}

/** Sings a vocal with another voice. Engines register in `voice-engines.ts`; every one passes
 *  `test/voices/voice-engine-contract.ts`. */
export interface VoiceEngine {
  readonly id: string;
  readonly title: string;
  /** Changes whenever the output for the same input would. */
  readonly version: number;
  /** Models of the catalogue that it needs. */
  readonly models: readonly string[];
  /** Whether this engine can sing with `voice`. */
  supports(voice: Voice): boolean;
  /** @param vocal mono (or folded to mono), any sample rate
   *  @returns mono, of the sample rate and length of `vocal`, in time with it to the sample
   *  @throws CancelledError when `signal` is aborted */
  convert(vocal: AudioData, options: ConversionOptions): Promise<AudioData>;
}
