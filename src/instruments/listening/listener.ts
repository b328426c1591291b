import type { AudioData } from '../../audio/audio-data.js';
import type { ModelStore } from '../../inference/model-store.js';
import type { PitchTracker } from '../../pitch/pitch-tracker.js';
import type { RunOptions } from '../../progress.js';
import type { PlayedNote } from '../../score/played-note.js';
import type { Melody } from '../melody/melody.js';

/** What was heard: one voice with all that it does; notes of several voices; or strokes of a drum kit. */
export type Heard =
  | { kind: 'melody'; melody: Melody }
  | { kind: 'notes'; notes: PlayedNote[] }
  | { kind: 'drums'; notes: PlayedNote[] };

interface ListenOptions extends RunOptions {
  /** Follows the voice, for listeners that want it. */
  tracker: PitchTracker;
  models: ModelStore;
}

/** Turns sound into music. Listeners register in `listeners.ts`. */
export interface Listener {
  id: string;
  title: string;
  version: number;
  /** Models that must be here. */
  models: readonly string[];
  /** Whether it follows a voice by a pitch tracker. */
  usesTracker: boolean;
  /** @throws ModelError, CancelledError */
  listen(audio: AudioData, options: ListenOptions): Promise<Heard>;
}
