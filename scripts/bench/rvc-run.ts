/** One run for `rvc.ts`: `canto|rvc-onnx-web SECONDS VOICE [PEER FOLDER]`. Prints its CPU time and memory. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
// eslint-disable-next-line no-restricted-imports -- graphs of both are measured in one process
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { pitchBins } from '../../src/voices/rvc/melody.js';
import { harmonicSource } from '../../src/voices/rvc/harmonic-source.js';
import { readRvcModel } from '../../src/voices/rvc/rvc-model.js';
import { buildModel } from '../../src/voices/rvc/session-model.js';
import { normals } from '../../src/voices/rvc/synthesis.js';

const [what, seconds, voice, peer] = process.argv.slice(2);
const bytes = readFileSync(voice);
const { facts } = readRvcModel(bytes, voice);
const frames = Number(seconds) * 100;
const width = facts.version === 'v1' ? 256 : 768;
/** As in the conversion. */
const PIECE = 300;
const CONTEXT = 12;

const f0Hz = new Float32Array(frames).fill(220);
const features = new Tensor('float32', normals(1, frames * width), [1, frames, width]);
const pitch = new Tensor('int64', pitchBins(f0Hz), [1, frames]);
const noise = normals(2, facts.latentChannels * frames);
const latentNoise = new Tensor('float32', noise, [1, facts.latentChannels, frames]);
const open = (model: Uint8Array) =>
  InferenceSession.create(model, {
    intraOpNumThreads: 1,
    interOpNumThreads: 1,
    logSeverityLevel: 4,
  });

const sing = what === 'canto' ? await openOwn() : await openPeer();
const loaded = process.cpuUsage();
await sing();
const sung = process.cpuUsage(loaded);
const cpu = ({ user, system }: NodeJS.CpuUsage) => `${((user + system) / 1e6).toFixed(2)} CPU-s`;
const memory = Math.round(process.resourceUsage().maxRSS / 1024);
console.log(
  `start and load ${cpu(loaded)}, ${seconds} s of audio ${cpu(sung)}, at most ${memory} MB`,
);

async function openOwn() {
  const build = (part: 'front' | 'decoder') =>
    open(buildModel(bytes, { part, speaker: 0, lengths: [bytes.length], shares: [1] }));
  const [front, decoder] = [await build('front'), await build('decoder')];
  return async () => {
    const feeds = { features, noise: latentNoise, ...(facts.hasPitch && { pitch }) };
    const latent = (await front.run(feeds)).latent.data as Float32Array;
    const samples = normals(3, frames * facts.samplesPerFrame);
    const source = harmonicSource(f0Hz, { noise: samples, ...facts });
    for (let start = 0; start < frames; start += PIECE) {
      const from = Math.max(0, start - CONTEXT);
      const to = Math.min(frames, start + PIECE + CONTEXT);
      await decoder.run(pieceOf(latent, source, { from, to }));
    }
  };
}

function pieceOf(
  latent: Float32Array,
  source: Float32Array,
  { from, to }: { from: number; to: number },
) {
  const channels = facts.latentChannels;
  const cut = new Float32Array(channels * (to - from));
  for (let c = 0; c < channels; c++) {
    cut.set(latent.subarray(c * frames + from, c * frames + to), c * (to - from));
  }
  const part = source.slice(from * facts.samplesPerFrame, to * facts.samplesPerFrame);
  return {
    latent: new Tensor('float32', cut, [1, channels, to - from]),
    ...(facts.hasPitch && { source: new Tensor('float32', part, [1, part.length]) }),
  };
}

/** Its modules name each other as only bundlers understand; tsx does too. */
async function openPeer() {
  const path = join(peer, 'node_modules/rvc-onnx-web/dist/index.js');
  const { pthToOnnx } = (await import(pathToFileURL(path).href)) as {
    pthToOnnx: (
      bytes: Uint8Array,
      options: { opsetVersion: number; phoneLen: number },
    ) => Promise<{ onnxBuffer: Uint8Array }>;
  };
  const { onnxBuffer } = await pthToOnnx(bytes, { opsetVersion: 17, phoneLen: frames });
  const session = await open(onnxBuffer);
  const integer = (value: number) => new Tensor('int64', BigInt64Array.of(BigInt(value)), [1]);
  const all: Record<string, Tensor> = {
    ...{ phone: features, phone_lengths: integer(frames), pitch, ds: integer(0) },
    ...{ nsff0: new Tensor('float32', f0Hz, [1, frames]), rnd: latentNoise, sid: integer(0) },
  };
  return () => session.run(Object.fromEntries(session.inputNames.map((name) => [name, all[name]])));
}
