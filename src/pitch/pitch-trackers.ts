import type { Config } from '../config.js';
import { InputError } from '../errors.js';
import type { ModelFile } from '../inference/inference-host.js';
import { openModelStore } from '../inference/model-store.js';
import type { PitchTracker } from './pitch-tracker.js';
import { pyinTracker } from './pyin-tracker.js';
import { RMVPE_MODEL, RMVPE_ONNX_MODEL, rmvpeTracker } from './rmvpe/rmvpe-tracker.js';
import { swiftF0Tracker } from './swift-f0-tracker.js';

type TrackerSettings = Pick<Config, 'dataDir' | 'modelsMirror'>;

/** Engines by name. pYIN is the default not only because it is always there: on real singing it
 *  measures better too (`scripts/eval/pitch.ts`). */
const engines = new Map<string, (settings: TrackerSettings) => Promise<PitchTracker>>([
  ['pyin', () => Promise.resolve(pyinTracker)],
  ['swift-f0', async (settings) => swiftF0Tracker(await modelFile('swift-f0', settings))],
  ['rmvpe', openRmvpe],
]);

const DEFAULT_ENGINE = 'pyin';

/** The pitch tracker named `engine`, or the default, which is the same on every machine.
 *  @throws InputError when no engine has that name
 *  @throws ModelError when its model must be pulled first */
export async function choosePitchTracker(
  engine: string | undefined,
  settings: TrackerSettings,
): Promise<PitchTracker> {
  const open = engines.get(engine ?? DEFAULT_ENGINE);
  if (open) return open(settings);
  throw new InputError('unknown-engine', `no pitch tracker is named '${engine}'`, {
    hint: `There are: ${[...engines.keys()].join(', ')}.`,
  });
}

/** By the authors' weights, or where only those are here, by the ONNX file made of them. */
async function openRmvpe({ dataDir, modelsMirror }: TrackerSettings): Promise<PitchTracker> {
  const store = await openModelStore({ dataDir, mirror: modelsMirror });
  const id = await store.firstInstalled([RMVPE_MODEL, RMVPE_ONNX_MODEL]);
  const { sha256 } = store.describe(id);
  return rmvpeTracker({ path: await store.resolve(id), sha256 }, id === RMVPE_ONNX_MODEL);
}

async function modelFile(
  id: string,
  { dataDir, modelsMirror }: TrackerSettings,
): Promise<ModelFile> {
  const store = await openModelStore({ dataDir, mirror: modelsMirror });
  const { sha256, inputs, outputs } = store.describe(id);
  return { path: await store.resolve(id), sha256, expect: { inputs, outputs } };
}
