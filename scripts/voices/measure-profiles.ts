/** Measures the built-in voices from recordings and writes them to models/voices:
 *
 *    npx tsx scripts/voices/measure-profiles.ts ../shared/data/speech
 *
 *  The folder holds one folder of .opus files per speaker, as listed below. The same recordings give
 *  the same bytes. */
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { toMono } from '../../src/audio/audio-data.js';
import { decodeFile } from '../../src/audio/decode-file.js';
import { pyinTracker } from '../../src/pitch/pyin-tracker.js';
import { openModelStore } from '../../src/inference/model-store.js';
import { measureVoice } from '../../src/voices/canto/measure-voice.js';
import type { Recording } from '../../src/voices/dsp/measure-profile.js';
import { encodeProfile } from '../../src/voices/dsp/voice-profile.js';
import { measureRange, singingRange } from '../../src/voices/range.js';
import { encodeVoiceFile, VOICE_FILE_EXTENSION } from '../../src/voices/voice-file.js';
import { speakers, type Speaker } from './speakers.js';

/** Similarity to a speaker is flat beyond some minutes. */
const MEASURED_SECONDS = 480;
const SEED = 1;
const LIMITS = { maxBytes: 10_000_000, maxDurationSeconds: 120, maxChannels: 2 };

const modelsDir = fileURLToPath(new URL('../../models/voices/', import.meta.url));
const [speechDir, only] = process.argv.slice(2);
if (!speechDir) throw new Error('usage: measure-profiles.ts <folder of speakers> [speaker]');
await mkdir(modelsDir, { recursive: true });
for (const speaker of speakers) {
  if (only === undefined || only === speaker.id) await measureSpeaker(speaker);
}

async function measureSpeaker(speaker: Speaker): Promise<void> {
  const recordings = await readRecordings(join(speechDir, speaker.id));
  const models = await openModelStore({ dataDir: '/nowhere' });
  const profile = await measureVoice(recordings, { models, seed: SEED });
  const spoken = measureRange(...recordings.map(({ pitch }) => pitch));
  if (!spoken) throw new Error(`${speaker.id}: no pitch found`);
  const range = singingRange(spoken);
  const manifest = { ...speaker, engine: 'canto', origin: 'built-in' as const, range };
  const file = encodeVoiceFile({ manifest, body: encodeProfile(profile) });
  await writeFile(join(modelsDir, speaker.id + VOICE_FILE_EXTENSION), file);
  console.log(speaker.id, file.length, 'bytes', range);
}

/** Evenly chosen files of the folder, up to MEASURED_SECONDS. */
async function readRecordings(folder: string): Promise<Recording[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.opus')).sort();
  const stride = Math.max(1, Math.floor(names.length / 140));
  const recordings: Recording[] = [];
  let seconds = 0;
  for (let i = 0; i < names.length && seconds < MEASURED_SECONDS; i += stride) {
    const { audio } = await decodeFile(join(folder, names[i]), { limits: LIMITS, ffmpeg: 'off' });
    const pitch = await pyinTracker.track(audio);
    recordings.push({ samples: toMono(audio), sampleRate: audio.sampleRate, pitch });
    seconds += audio.length / audio.sampleRate;
  }
  return recordings;
}
