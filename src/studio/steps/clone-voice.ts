import { writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { decodeFile } from '../../audio/decode-file.js';
import type { Config } from '../../config.js';
import { InputError } from '../../errors.js';
import { sha256OfFile } from '../../file-hash.js';
import { openModelStore } from '../../inference/model-store.js';
import type { StepFunction } from '../../jobs/plan.js';
import { monoAtRate } from '../../pitch/mono-at-rate.js';
import { partOf } from '../../progress.js';
import {
  checkRecordings,
  cloneVoice,
  type CloneDescription,
  type RecordingReader,
} from '../../voices/clone/clone-voice.js';
import { decodeLimits } from '../decode-limits.js';

/** Of all recordings together, which are held in memory: more changes no measured voice. */
const MOST_SECONDS = 900;
/** Nothing that a voice is known by lies above half of this. */
const HIGHEST_RATE = 48_000;

/** files: recordings, settings `about` → `voice.canto-voice`; data `CloneReport`. */
export const cloneVoiceStep: StepFunction = async (context) => {
  const { settings, files, outputDir, config, ...run } = context;
  const about = settings.about as unknown as CloneDescription;
  const models = await openModelStore({ dataDir: config.dataDir, mirror: config.modelsMirror });
  const { bytes, report } = await cloneVoice(readersOf(files, config), { ...run, about, models });
  await writeFile(join(outputDir, 'voice.canto-voice'), bytes);
  return report;
};

/** files: recordings → data `CloneReport`. */
export const checkRecordingsStep: StepFunction = async ({ files, config, ...run }) =>
  await checkRecordings(readersOf(files, config), run);

/** In the order of the inputs' names. */
function readersOf(
  files: { readonly [name: string]: string },
  config: Config,
): readonly RecordingReader[] {
  let seconds = 0;
  return Object.values(files).map((path): RecordingReader => async (run) => {
    const { audio } = await decodeFile(path, {
      ...partOf(run, 0, 0.7),
      limits: decodeLimits(config, 'whole'),
      ffmpeg: config.ffmpeg,
    });
    seconds += audio.length / audio.sampleRate;
    if (seconds > MOST_SECONDS) throw tooMuch();
    const sampleRate = Math.min(audio.sampleRate, HIGHEST_RATE);
    const samples = await monoAtRate(audio, sampleRate, partOf(run, 0.7, 1));
    return { name: basename(path), sha256: await sha256OfFile(path), samples, sampleRate };
  });
}

function tooMuch(): InputError {
  return new InputError(
    'too-long',
    `the recordings are longer than ${MOST_SECONDS / 60} minutes together`,
    { hint: 'Choose the best minutes; ten are plenty.' },
  );
}
