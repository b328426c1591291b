import { once } from 'node:events';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { writeWav } from '../../src/audio/wav.js';
import { seededRandom } from '../../src/dsp/random.js';
import { demoClip } from '../../test/support/demo-clip.js';
import { CantoClient } from '../../test/support/http-client.js';
import { startServer } from '../../test/support/run-canto.js';
import type { BenchOptions } from './bench-options.js';
import { writeLongDemo } from './song.js';

const HEALTH_LIMIT_MS = 50;
const CANCEL_LIMIT_MS = 2000;
const KILLS = 10;
const COVERS_AT_ONCE = 20;
const CANCELLED = 4;

/** The real server under load: health checks during a cover, many covers at once, cancelling, and
 *  being killed. */
export async function benchService({ dir, song }: BenchOptions): Promise<string[]> {
  await mkdir(dir, { recursive: true });
  const long = song ?? (await writeLongDemo(dir, 180));
  const short = join(dir, 'short.wav');
  await writeWav(short, demoClip(6).mix, 16);
  return [
    ...(await healthDuringCover(join(dir, 'health'), long)),
    ...(await manyCovers(join(dir, 'many'), short)),
    ...(await killedServer(join(dir, 'kills'), short)),
  ];
}

async function healthDuringCover(dataDir: string, song: string): Promise<string[]> {
  const server = await startServer(dataDir);
  const client = new CantoClient(server.url);
  const { id } = await client.makeCover(await coverOf(client, song));
  const times: number[] = [];
  while ((await client.job(id)).state !== 'done') {
    for (let n = 0; n < 20; n++) {
      const started = performance.now();
      await (await fetch(`${server.url}/healthz`)).text();
      times.push(performance.now() - started);
      await sleep(25);
    }
  }
  await server.stop();
  times.sort((a, b) => a - b);
  const at = (rank: number) => times[Math.floor(rank * (times.length - 1))].toFixed(1);
  return [
    `GET /healthz during a cover: p50 ${at(0.5)} ms, p99 ${at(0.99)} ms, max ${at(1)} ms ` +
      `of ${times.length} (limit ${HEALTH_LIMIT_MS} ms at p99)`,
  ];
}

async function manyCovers(dataDir: string, song: string): Promise<string[]> {
  const server = await startServer(dataDir);
  const client = new CantoClient(server.url);
  const request = await coverOf(client, song);
  const jobs = await Promise.all(
    Array.from({ length: COVERS_AT_ONCE + CANCELLED }, (_, n) =>
      client.makeCover({ ...request, formant: n / 10 }),
    ),
  );
  const stops: number[] = [];
  // The running one, and three that wait.
  for (const { id } of jobs.slice(0, CANCELLED)) {
    const started = performance.now();
    await client.cancel(id);
    stops.push(performance.now() - started);
  }
  const ended = await Promise.all(jobs.map(({ id }) => client.finished(id)));
  await server.stop();
  const count = (state: string) => ended.filter((job) => job.state === state).length;
  return [
    `${jobs.length} covers at once: ${count('done')} done, ${count('cancelled')} cancelled, ${count('failed')} failed`,
    `slowest cancel: ${Math.max(...stops).toFixed(0)} ms (limit ${CANCEL_LIMIT_MS} ms)`,
  ];
}

async function killedServer(dir: string, song: string): Promise<string[]> {
  const calm = await startServer(join(dir, 'calm'));
  const calmClient = new CantoClient(calm.url);
  const first = await calmClient.makeCover(await coverOf(calmClient, song));
  const expected = await calmClient.finished(first.id);
  await calm.stop();

  const random = seededRandom(3);
  let same = 0;
  for (let n = 0; n < KILLS; n++) {
    const dataDir = join(dir, `kill-${n}`);
    let server = await startServer(dataDir);
    const { id } = await new CantoClient(server.url).makeCover(
      await coverOf(new CantoClient(server.url), song),
    );
    await sleep(random() * 8000);
    server.child.kill('SIGKILL');
    await once(server.child, 'exit');
    server = await startServer(dataDir);
    const job = await new CantoClient(server.url).finished(id);
    await server.stop();
    if (coverHash(job.files) === coverHash(expected.files)) same++;
  }
  return [`killed at ${KILLS} random moments: ${same} of ${KILLS} ended with the same sha256`];
}

async function coverOf(client: CantoClient, song: string) {
  return { source: { upload: await client.upload(song) }, voice: 'kathleen', stems: false };
}

function coverHash(files: { name: string; sha256: string }[]): string | undefined {
  return files.find(({ name }) => name === 'cover.wav')?.sha256;
}
