import type { Plan, PlannedStep } from '../jobs/plan.js';
import type { FontIdentity } from '../instruments/choose-font.js';
import type { Instrument } from '../instruments/instrument.js';
import { pyinTracker } from '../pitch/pyin-tracker.js';
import { demoStep } from './source.js';
import type { Voice } from '../voices/voice.js';
import { voiceEngineChoice } from './engines.js';

/** The demo song alone; its file is `demo-song.wav`. */
export function planDemoSong(): Plan {
  return oneStep(demoStep, { 'demo-song.wav': 'source' });
}

/** A few seconds of a voice; its file is `preview.wav`. */
export function planVoicePreview(voice: Voice): Plan {
  const step: PlannedStep = {
    id: 'preview',
    kind: 'voice-preview',
    title: `Letting ${voice.name} sing`,
    weight: 1,
    settings: {
      version: 1,
      voice: { id: voice.id, sha256: voice.sha256 },
      engine: voiceEngineChoice(voice, undefined),
      tracker: { id: pyinTracker.id, version: pyinTracker.version },
    },
    inputs: {},
  };
  return oneStep(step, { 'preview.wav': 'preview.wav' });
}

/** A few seconds of an instrument; its file is `preview.wav`. */
export function planInstrumentPreview(
  { id, name }: Pick<Instrument, 'id' | 'name'>,
  soundFont: FontIdentity,
): Plan {
  const step: PlannedStep = {
    id: 'preview',
    kind: 'instrument-preview',
    title: `Letting ${name} play`,
    weight: 1,
    settings: { version: 1, instrument: id, soundFont: { ...soundFont } },
    inputs: {},
  };
  return oneStep(step, { 'preview.wav': 'preview.wav' });
}

/** The same phrase, sung by a blend that isn't in the library; its file is `preview.wav`.
 *  @param mix share of `second`, 0…1 */
export function planBlendPreview([first, second]: readonly [Voice, Voice], mix: number): Plan {
  const step: PlannedStep = {
    id: 'preview',
    kind: 'blend-preview',
    title: `Letting ${first.name} and ${second.name} sing as one`,
    weight: 1,
    settings: {
      version: 1,
      first: { id: first.id, sha256: first.sha256 },
      second: { id: second.id, sha256: second.sha256 },
      mix,
      engine: voiceEngineChoice(first, undefined),
      tracker: { id: pyinTracker.id, version: pyinTracker.version },
    },
    inputs: {},
  };
  return oneStep(step, { 'preview.wav': 'preview.wav' });
}

function oneStep(step: PlannedStep, files: { [result: string]: string }): Plan {
  return {
    kind: step.kind,
    seed: 0,
    steps: [step],
    results: Object.fromEntries(
      Object.entries(files).map(([result, file]) => [result, { step: step.id, file }]),
    ),
    report: step.id,
  };
}
