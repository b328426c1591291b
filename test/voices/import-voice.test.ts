import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { importVoice } from '../../src/voices/import-voice.js';
import { decodeVoiceFile } from '../../src/voices/voice-file.js';
import { checkpoint, op, pickle } from '../inference/torch/pickle-assembler.js';
import { writeZip } from '../support/zip-writer.js';
import { vectorPath } from './rvc/vectors.js';

const model = readFileSync(vectorPath('v1_32k_f0.pth'));
const index = readFileSync(vectorPath('index_256.index'));
const files = (...parts: [string, Uint8Array][]) => parts.map(([name, bytes]) => ({ name, bytes }));
const zip = (...parts: [string, Uint8Array][]) =>
  files([
    'voice.zip',
    writeZip(parts.map(([name, content]) => ({ name, content, deflate: true }))),
  ]);

describe('importing a voice', () => {
  it('takes a .pth, and says what it is', () => {
    const { manifest, verdict } = importVoice(files(['My_Singer_e200_s4000.pth', model]));
    expect(manifest).toMatchObject({ id: 'my-singer', name: 'My Singer', engine: 'rvc' });
    expect(manifest.provenance.source).toContain('sha256');
    expect(verdict).toEqual(
      expect.arrayContaining([
        'a voice of RVC v1 at 32 kHz',
        'it follows the melody',
        'room for 3 speakers',
      ]),
    );
  });

  it('takes a .pth with its index, in any order, loose or in a zip', () => {
    for (const brought of [
      files(['added_x.index', index], ['a.pth', model]),
      zip(['v/added_x.index', index], ['v/a.pth', model], ['v/readme.txt', Buffer.from('hi')]),
      zip(['a.pth', model], ['trained_x.index', Buffer.alloc(9)], ['added_x.index', index]),
      zip(['a.pth', model], ['G_2333.pth', model], ['__MACOSX/._a.pth', model], ['x.index', index]),
    ]) {
      const { manifest, bytes } = importVoice(brought, 'Given name');
      expect(manifest.name).toBe('Given name');
      expect(manifest.description).toContain('with index');
      expect(decodeVoiceFile(bytes, 'x').body.length).toBeGreaterThan(model.length + index.length);
    }
  });

  it('takes what was exported', () => {
    const { bytes, manifest } = importVoice(files(['a.pth', model]));
    expect(importVoice(files(['a.canto-voice', bytes])).manifest).toMatchObject(manifest);
  });

  it.each([
    [
      'encrypted',
      () => writeZip([{ name: 'a.pth', content: model, claim: { isEncrypted: true } }]),
    ],
    ['in one another', () => writeZip([{ name: 'inner.zip', content: index }])],
    ['leading out', () => writeZip([{ name: '../../evil.pth', content: model }])],
    ['leading to a root', () => writeZip([{ name: '/etc/evil.pth', content: model }])],
    ['leading out on Windows', () => writeZip([{ name: '..\\evil.pth', content: model }])],
    [
      'that are bombs',
      () =>
        writeZip(
          Array.from({ length: 20 }, (_, i) => ({
            name: `${i}.pth`,
            content: Buffer.alloc(1000),
            deflate: true,
            claim: { bytes: 60_000_000 },
          })),
        ),
    ],
  ])('refuses archives %s', (_, archive) => {
    expect(() => importVoice(files(['voice.zip', archive()]))).toThrow(/can't be imported/);
  });

  it.each<[string, Uint8Array, RegExp]>([
    [
      'a training checkpoint',
      checkpoint(
        pickle(
          ...[op.dict, op.text('model')],
          ...[op.dict, op.text('dec.conv_pre.weight'), op.dict, op.setItem, op.setItem],
        ),
      ),
      /training in progress.*Extract model/,
    ],
    [
      'another decoder',
      checkpoint(pickle(op.dict, op.text('vocoder'), op.text('RefineGAN'), op.setItem)),
      /'RefineGAN', which isn't supported yet/,
    ],
    [
      'RMVPE',
      checkpoint(pickle(op.dict, op.text('unet.cnn.weight'), op.text(''), op.setItem)),
      /RMVPE.*models import/,
    ],
    [
      'code',
      checkpoint(pickle(op.global('os', 'system'), op.mark, op.text('id'), Buffer.from('tR'))),
      /Python's 'os.system'/,
    ],
    ['a song', Buffer.from('RIFF....WAVE'), /begins like it/],
  ])('says what a file is that is no voice: %s', (_, bytes, message) => {
    expect(() => importVoice(files(['file.pth', bytes]))).toThrow(message);
  });

  it('refuses an index of another version, and several voices at once', () => {
    const v2 = readFileSync(vectorPath('v2_32k_f0.pth'));
    expect(() => importVoice(files(['a.pth', v2], ['x.index', index]))).toThrow(/RVC v2/);
    expect(() => importVoice(zip(['a.pth', model], ['b.pth', model]))).toThrow(/several voices/);
    expect(() => importVoice(zip(['a.txt', index]))).toThrow(/no voice among/);
  });
});
