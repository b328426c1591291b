import type { Config } from '../config.js';
import { InputError } from '../errors.js';
import type { PitchTracker } from './pitch-tracker.js';
import { pyinTracker } from './pyin-tracker.js';

const trackers: readonly PitchTracker[] = [pyinTracker];

/** The pitch tracker named `engine`; without a name the embedded one, so that every machine gives
 *  the same result.
 *  @throws InputError when no engine has that name */
export function choosePitchTracker(
  engine: string | undefined,
  _config: Pick<Config, 'dataDir' | 'modelsMirror'>,
): Promise<PitchTracker> {
  const tracker = trackers.find(({ id }) => id === (engine ?? pyinTracker.id));
  if (!tracker) throw new InputError('unknown-engine', `no pitch tracker is named '${engine}'`);
  return Promise.resolve(tracker);
}
