import { InputError } from '../../errors.js';
import { createInferenceHost } from '../../inference/inference-host.js';
import { melodyOf } from '../melody/melody.js';
import { hearBeatbox } from './beatbox.js';
import { BASIC_PITCH_MODEL, transcribePolyphonic } from './basic-pitch/basic-pitch.js';
import { hearHum } from './hear-hum.js';
import type { Listener } from './listener.js';
import { segmentNotes } from './segment-notes.js';

const melody: Listener = {
  id: 'melody',
  title: 'one voice: pitch, loudness and notes, with vibrato and slides',
  version: 1,
  models: [],
  usesTracker: true,
  async listen(audio, options) {
    const hum = await hearHum(audio, options.tracker, options);
    return { kind: 'melody', melody: melodyOf(hum, segmentNotes(hum)) };
  },
};

/** The listener that hears drums. */
export const BEATBOX = 'beatbox';

const beatbox: Listener = {
  id: BEATBOX,
  title: 'beatboxing: kick, snare and hi-hat',
  version: 1,
  models: [],
  usesTracker: false,
  async listen(audio, options) {
    return { kind: 'drums', notes: await hearBeatbox(audio, options) };
  },
};

const basicPitch: Listener = {
  id: 'basic-pitch',
  title: 'Basic Pitch: several notes at once',
  version: 1,
  models: [BASIC_PITCH_MODEL],
  usesTracker: false,
  async listen(audio, { models, ...run }) {
    const host = createInferenceHost({ maxProcesses: 1 });
    try {
      const { sha256, inputs, outputs } = models.describe(BASIC_PITCH_MODEL);
      const path = await models.resolve(BASIC_PITCH_MODEL);
      const session = await host.open({ path, sha256, expect: { inputs, outputs } }, run);
      return { kind: 'notes', notes: await transcribePolyphonic(audio, session, run) };
    } finally {
      await host.close();
    }
  },
};

/** By name; the first is the default. */
export const listeners: readonly Listener[] = [melody, beatbox, basicPitch];

/** The listener of that name, or the default.
 *  @throws InputError when none has it */
export function chooseListener(name: string | undefined): Listener {
  const found = name === undefined ? listeners[0] : listeners.find(({ id }) => id === name);
  if (found) return found;
  throw new InputError('unknown-engine', `nothing listens by the name '${name}'`, {
    hint: `There are: ${listeners.map(({ id }) => id).join(', ')}.`,
  });
}
