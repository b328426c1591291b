import { copyFile, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { choosePitchTracker } from '../../src/pitch/pitch-trackers.js';
import { itWithShared } from '../support/shared.js';
import { synthesiseVoice } from './synthetic-voice.js';

let dataDir: string;

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'canto-pitch-'));
});

afterEach(() => rm(dataDir, { recursive: true }));

it('without a name the embedded tracker is chosen, whatever else is there', async () => {
  expect((await choosePitchTracker(undefined, settings())).id).toBe('pyin');
});

it('a tracker whose model is missing names the command that gets it', async () => {
  await expect(choosePitchTracker('swift-f0', settings())).rejects.toMatchObject({
    code: 'model-missing',
    hint: expect.stringContaining('canto models pull swift-f0') as string,
  });
});

it('an unknown tracker is refused with the names that there are', async () => {
  await expect(choosePitchTracker('crepe', settings())).rejects.toMatchObject({
    code: 'unknown-engine',
    hint: 'There are: pyin, swift-f0, rmvpe.',
  });
});

itWithShared('Swift-F0 tracks once it is pulled', 'models/swift-f0/model.onnx', async (path) => {
  await mkdir(join(dataDir, 'models'));
  await copyFile(path, join(dataDir, 'models', 'swift-f0.onnx'));
  const tracker = await choosePitchTracker('swift-f0', settings());
  const { f0Hz } = await tracker.track(synthesiseVoice({ seconds: 1, f0: () => 220 }));
  expect(Math.abs(1200 * Math.log2(f0Hz[50] / 220))).toBeLessThan(50);
});

function settings() {
  return { dataDir, modelsMirror: undefined };
}
