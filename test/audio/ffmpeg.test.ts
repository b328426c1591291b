import { execFileSync } from 'node:child_process';
import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { decodeFile } from '../../src/audio/decode-file.js';
import { encodeFile } from '../../src/audio/encode-file.js';
import { describeWithTool } from '../support/tool.js';
import { wavBytes } from './made-files.js';
import { embedded, sine, stereoMusic, temporaryFolder } from './signals.js';

const folder = temporaryFolder();
/** The beginning of a WMA file, which only ffmpeg reads. */
const foreign = join(folder, 'say "foreign".wma');
writeFileSync(foreign, Buffer.from([0x30, 0x26, 0xb2, 0x75, 0x8e, 0x66, 0xcf, 0x11, 0, 0, 0, 0]));

/** A program in ffmpeg's place: `body` is what it does. */
function program(name: string, body: string): string {
  const path = join(folder, name);
  writeFileSync(path, `#!${process.execPath}\n${body}`);
  chmodSync(path, 0o755);
  return path;
}

const samples = sine(300, { sampleRate: 16000, length: 40_000 });
const wav = wavBytes([samples], { sampleRate: 16000, bits: 32, tag: 3, claimedBytes: 0xffffffff });
writeFileSync(join(folder, 'answer.wav'), wav);
const answer = JSON.stringify(join(folder, 'answer.wav'));
const printAnswer = `process.stdout.write(require('fs').readFileSync(${answer}));`;

describe('a file that only ffmpeg reads', () => {
  it('is refused with a hint where ffmpeg is off or absent', async () => {
    await expect(decodeFile(foreign, embedded)).rejects.toMatchObject({
      code: 'unsupported-codec',
      hint: expect.stringContaining('ffmpeg') as string,
    });
    const absent = decodeFile(foreign, { ...embedded, ffmpeg: join(folder, 'absent') });
    await expect(absent).rejects.toMatchObject({ kind: 'model', code: 'ffmpeg-missing' });
  });

  it('is what ffmpeg makes of it', async () => {
    const { audio, info } = await decodeFile(foreign, {
      ...embedded,
      ffmpeg: program('good', printAnswer),
    });
    expect(info).toMatchObject({ sampleRate: 16000, length: 40_000, warnings: [] });
    expect(audio.channels[0]).toEqual(samples);
  });

  it('reaches ffmpeg with one demuxer, as a file and by no other protocol', async () => {
    const log = join(folder, 'arguments.json');
    const body = `require('fs').writeFileSync(${JSON.stringify(log)}, JSON.stringify(process.argv.slice(2)));`;
    await decodeFile(foreign, { ...embedded, ffmpeg: program('logging', body + printAnswer) });
    const given = (await import(log, { with: { type: 'json' } })) as { default: string[] };
    const text = given.default.join(' ');
    expect(text).toContain(`-protocol_whitelist file -f asf -i file:${foreign}`);
    expect(text).toContain('-xerror');
  });

  it('is called cut off where ffmpeg stops at a damaged place', async () => {
    const ffmpeg = program('failing', `${printAnswer} process.exitCode = 1;`);
    const { info } = await decodeFile(foreign, { ...embedded, ffmpeg });
    expect(info.warnings.join()).toContain('cut off');
  });

  it('is refused in the words of ffmpeg where it cannot read it either', async () => {
    const ffmpeg = program('refusing', `console.error('no such luck'); process.exitCode = 1;`);
    await expect(decodeFile(foreign, { ...embedded, ffmpeg })).rejects.toMatchObject({
      code: 'unsupported-codec',
      message: expect.stringContaining('no such luck') as string,
    });
  });

  it('may be cancelled while ffmpeg says nothing', async () => {
    const controller = new AbortController();
    const ffmpeg = program('hanging', 'setInterval(() => {}, 1000);');
    const decoding = decodeFile(foreign, { ...embedded, ffmpeg, signal: controller.signal });
    setTimeout(() => controller.abort(), 300);
    await expect(decoding).rejects.toMatchObject({ code: 'cancelled' });
  });

  it('is stopped at the limit however much ffmpeg gives', async () => {
    const ffmpeg = program(
      'endless',
      `${printAnswer} setInterval(() => process.stdout.write(Buffer.alloc(1e6)), 1);`,
    );
    const limits = { ...embedded.limits, maxDurationSeconds: 30 };
    await expect(decodeFile(foreign, { ...embedded, limits, ffmpeg })).rejects.toMatchObject({
      code: 'too-long',
    });
  });
});

describeWithTool('ffmpeg', hasFfmpeg(), () => {
  it('reads what we cannot', async () => {
    const source = join(folder, 'source.wav');
    await encodeFile(source, stereoMusic(44100, 44_100), { format: 'wav' });
    const alac = join(folder, 'alac.m4a');
    execFileSync('ffmpeg', ['-v', 'error', '-i', source, '-c:a', 'alac', alac]);
    await expect(decodeFile(alac, embedded)).rejects.toMatchObject({ code: 'unsupported-codec' });
    const { info } = await decodeFile(alac, { ...embedded, ffmpeg: 'auto' });
    expect(info).toMatchObject({ container: 'mp4', length: 44_100, warnings: [] });
  });

  it('reads what we write, at our lengths', async () => {
    for (const [format, rate] of [
      ['wav', 44100],
      ['flac', 44100],
      ['mp3', 44100],
      ['opus', 48000],
    ] as const) {
      const path = join(folder, `ours.${format}`);
      await encodeFile(path, stereoMusic(rate, 50_001), { format });
      const raw = execFileSync('ffmpeg', [
        '-v',
        'error',
        '-xerror',
        '-i',
        path,
        '-f',
        's16le',
        '-',
      ]);
      expect(raw.length / 4, format).toBe(50_001);
    }
  });
});

function hasFfmpeg(): boolean {
  try {
    execFileSync('ffmpeg', ['-version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
