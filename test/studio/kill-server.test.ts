import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { writeWav } from '../../src/audio/wav.js';
import { seededRandom } from '../../src/dsp/random.js';
import { demoClip } from '../support/demo-clip.js';
import { CantoClient } from '../support/http-client.js';
import { startServer } from '../support/run-canto.js';
import { tempDir } from '../support/temp-dir.js';

/** `npm run bench` does ten. */
const KILLS = 3;
const LONGEST_LIFE_MS = 4000;

it('a cover whose server is killed again and again ends with the same bytes', async () => {
  const dir = await tempDir();
  const song = join(dir, 'song.wav');
  await writeWav(song, demoClip(5).mix, 16);

  const calm = await startServer(join(dir, 'calm'));
  const calmClient = new CantoClient(calm.url);
  const calmJob = await calmClient.makeCover(await coverOf(calmClient, song));
  const undisturbed = await calmClient.finished(calmJob.id);
  await calm.stop();
  expect(undisturbed.state).toBe('done');

  const dataDir = join(dir, 'disturbed');
  let server = await startServer(dataDir);
  let client = new CantoClient(server.url);
  const { id } = await client.makeCover(await coverOf(client, song));
  const random = seededRandom(7);
  for (let n = 0; n < KILLS; n++) {
    await sleep(random() * LONGEST_LIFE_MS);
    server.child.kill('SIGKILL');
    await once(server.child, 'exit');
    server = await startServer(dataDir);
    client = new CantoClient(server.url);
  }
  const job = await client.finished(id);
  await server.stop();
  expect(job.state).toBe('done');
  expect(hashes(job.files)).toEqual(hashes(undisturbed.files));
});

async function coverOf(client: CantoClient, song: string) {
  return { source: { upload: await client.upload(song) }, voice: 'nathalie', stems: false };
}

function hashes(files: { name: string; sha256: string }[]): string[] {
  return files.map(({ name, sha256 }) => `${name} ${sha256}`).sort();
}
