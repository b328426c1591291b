import type { Config } from '../config.js';
import { InputError } from '../errors.js';
import { identifyFont } from '../instruments/choose-font.js';
import type { Instrument } from '../instruments/instrument.js';
import { BEATBOX, chooseListener } from '../instruments/listening/listeners.js';
import { networkInstrument } from '../instruments/neural/network-instruments.js';
import { INSTRUMENT_MODEL } from '../instruments/neural/play-line.js';
import { choosePitchTracker } from '../pitch/pitch-trackers.js';
import type { ImportedEntry } from '../inference/model-manifest.js';
import { openModelStore } from '../inference/model-store.js';
import { requireEngine } from '../inference/require-engine.js';
import type { Separator, StemCount } from '../separation/separator.js';
import type { SeparatorTuning } from '../separation/separator-tuning.js';
import { chooseSeparator, separators } from '../separation/separators.js';
import { chooseMusicModel, MUSICGEN, MUSICGEN_VERSION } from '../songs/musicgen/music-model.js';
import { chooseVoiceEngine } from '../voices/voice-engines.js';
import type { Voice } from '../voices/voice.js';
import type { SeparatorSettings } from './requests.js';

/** An engine by name and version: what a step's settings hold, so that a new version never reuses
 *  an old one's results. */
export type EngineChoice = { id: string; version: number; models?: string[] };

/** A separator with all that its results depend on. */
export type SeparatorChoice = EngineChoice & {
  /** The model that it runs, if it runs one. */
  model: { id: string; sha256: string; settings: ImportedEntry['settings'] } | null;
  tuning: SeparatorTuning;
};

/** A model that makes music, and what runs it. */
export type MusicEngineChoice = EngineChoice & { model: { id: string; sha256: string } };

/** The music model `id`, or the default one.
 *  @throws NotFoundError, InputError `wrong-engine`; ModelError when it must be pulled first */
export async function musicEngineChoice(
  id: string | undefined,
  { dataDir, modelsMirror: mirror }: Config,
): Promise<MusicEngineChoice> {
  const model = await chooseMusicModel(await openModelStore({ dataDir, mirror }), id);
  return {
    id: MUSICGEN,
    version: MUSICGEN_VERSION,
    model: { id: model.id, sha256: model.sha256 },
  };
}

/** The separator that a request asks for, or the default.
 *  @throws InputError for an unknown name, for stems, tuning or a model that this engine can't do;
 *    ModelError when its model must be pulled first */
export async function separatorChoice(
  { stems, ...settings }: SeparatorSettings & { stems: StemCount },
  config: Config,
): Promise<SeparatorChoice> {
  const separator = chooseSeparator(settings.separator);
  const { separatorModel: model, overlap, segmentSeconds, shifts } = settings;
  const tuning = given({ model, overlap, segmentSeconds, shifts });
  requireStems(separator, stems);
  requireKnown(separator, tuning);
  return { ...choice(separator), model: await modelChoice(separator, model, config), tuning };
}

function given(tuning: SeparatorTuning): SeparatorTuning {
  return Object.fromEntries(Object.entries(tuning).filter(([, value]) => value !== undefined));
}

function requireStems({ id, stemCounts }: Separator, stems: StemCount): void {
  if (stemCounts.includes(stems)) return;
  throw new InputError('unknown-stems', `the separation engine '${id}' can't make ${stems} stems`, {
    hint: `It makes ${stemCounts.join(' or ')}; \`dsp\` and \`demucs\` make 4.`,
  });
}

/** The separators that can work with these models: those that need none, and those whose model is
 *  here; the default first. */
export function usableSeparators(
  models: readonly { id: string; present: boolean }[],
): readonly Separator[] {
  const here = new Set(models.filter(({ present }) => present).map(({ id }) => id));
  return separators.filter(({ defaultModel }) => !defaultModel || here.has(defaultModel));
}

function requireKnown({ id, tunedBy = [] }: Separator, tuning: SeparatorTuning): void {
  const unknown = Object.keys(tuning).find((key) => !tunedBy.some((known) => known === key));
  if (!unknown) return;
  throw new InputError('unknown-tuning', `the separation engine '${id}' knows no '${unknown}'`, {
    hint: tunedBy.length > 0 ? `It knows: ${tunedBy.join(', ')}.` : 'Leave it out.',
  });
}

async function modelChoice(
  separator: Separator,
  asked: string | undefined,
  { dataDir, modelsMirror: mirror }: Config,
): Promise<SeparatorChoice['model']> {
  const id = asked ?? separator.defaultModel;
  if (!id) return null;
  const store = await openModelStore({ dataDir, mirror });
  if (asked) await requireEngine({ id, engine: separator.id }, store);
  await store.resolve(id);
  const entry = store.describe(id);
  return { id, sha256: entry.sha256, settings: 'settings' in entry ? entry.settings : {} };
}

/** The engines that sing with `voice`: those that were asked for, or the defaults.
 *  @throws InputError for an unknown engine, or one that can't sing with this voice, ModelError when
 *  the pitch tracker's model must be pulled first */
export async function singingEngines(
  { engine, pitchEngine }: { engine?: string; pitchEngine?: string },
  voice: Voice,
  config: Config,
): Promise<{ voice: EngineChoice; pitch: EngineChoice }> {
  return {
    voice: await presentVoiceEngine(voice, engine, config),
    pitch: await trackerChoice(pitchEngine, config),
  };
}

/** The pitch tracker of that name, or the best one that is here.
 *  @throws InputError for an unknown name, ModelError when its model must be pulled first */
export async function trackerChoice(
  name: string | undefined,
  config: Config,
): Promise<EngineChoice> {
  return choice(await choosePitchTracker(name, config));
}

/** What listens to a hum, with the pitch tracker that it wants; by default what fits the instrument.
 *  @throws InputError for an unknown name, or one that doesn't fit, ModelError when a model must be pulled first */
export async function listenerChoice(
  { engine, pitchEngine }: { engine?: string; pitchEngine?: string },
  { family, name }: Pick<Instrument, 'family' | 'name'>,
  config: Config,
): Promise<{ listener: EngineChoice; pitch: EngineChoice | null }> {
  const isDrums = family === 'drums';
  const listener = chooseListener(engine ?? (isDrums ? BEATBOX : undefined));
  if (isDrums !== (listener.id === BEATBOX)) {
    throw new InputError('unfit-engine', `'${listener.id}' hears nothing for the ${name}`, {
      hint: `Beatboxing (--engine ${BEATBOX}) is played on drums, singing on everything else.`,
    });
  }
  const store = await openModelStore({ dataDir: config.dataDir, mirror: config.modelsMirror });
  await Promise.all(listener.models.map((id) => store.resolve(id)));
  return {
    listener: choice(listener),
    pitch: listener.usesTracker ? await trackerChoice(pitchEngine, config) : null,
  };
}

/** An instrument with all that its sound depends on. */
export async function instrumentChoice(
  { id, name }: Pick<Instrument, 'id' | 'name'>,
  { dataDir, modelsMirror: mirror, soundFont }: Config,
): Promise<{ id: string; name: string; made: { [key: string]: string | number } }> {
  const store = await openModelStore({ dataDir, mirror });
  const network = networkInstrument(id) && { sha256: store.describe(INSTRUMENT_MODEL).sha256 };
  return { id, name, made: { ...(await identifyFont(soundFont)), ...network } };
}

/** As `voiceEngineChoice`, with the hashes of its models, which must be here.
 *  @throws ModelError `model-missing`, with the command that gets it */
export async function presentVoiceEngine(
  voice: Voice,
  name: string | undefined,
  { dataDir, modelsMirror: mirror }: Config,
): Promise<EngineChoice> {
  const engine = chooseVoiceEngine(voice, name);
  if (engine.models.length === 0) return choice(engine);
  const store = await openModelStore({ dataDir, mirror });
  await Promise.all(engine.models.map((id) => store.resolve(id)));
  return { ...choice(engine), models: engine.models.map((id) => store.describe(id).sha256) };
}

/** The engine of that name for `voice`, or the one it was made for.
 *  @throws InputError for an unknown name, or one that can't sing with this voice */
export function voiceEngineChoice(voice: Voice, name: string | undefined): EngineChoice {
  return choice(chooseVoiceEngine(voice, name));
}

function choice({ id, version }: Pick<EngineChoice, 'id' | 'version'>): EngineChoice {
  return { id, version };
}
