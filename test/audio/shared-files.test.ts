import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { decodeFile } from '../../src/audio/decode-file.js';
import { itWithShared } from '../support/shared.js';
import { embedded } from './signals.js';

/** What a file should be: its exact length and a part of its warnings, or an error's code. Lengths
 *  are those of ffmpeg where it reads the file, of the format's own header otherwise. */
type Expected = { length: number; warning?: string } | string;

/** Broken files: refused, or read as far as there is something to read. */
const BAD: Record<string, Expected> = {
  'CWE-835-01.aiff': 'corrupt-audio',
  'CWE-835.wma': 'unsupported-codec',
  'adts-0-frame.mp3': { length: 8111, warning: 'cut off' },
  'bug-utf16bom-encoding.mp3': { length: 8111, warning: 'cut off' },
  // Two readable frames in front of 37 KB of nothing.
  'corrupt.mkv': { length: 4096 },
  'empty.aiff': 'no-audio',
  'empty.mp3': 'no-audio',
  'empty.ogg': 'no-audio',
  'empty.wav': 'no-audio',
  // A video without sound.
  'fixture-null.webm': 'corrupt-audio',
  'flac-bug.flac': { length: 159_744, warning: 'cut off' },
  'hit-broken.aif': { length: 32_768 },
  'incomplete.mp3': { length: 1_085_760, warning: 'damaged frames' },
  'issue_77_empty_tag.mp3': { length: 32_000 },
  'no-duration.webm': { length: 1_224_000 },
  'not-an-audio-file.txt': 'not-audio',
  'outofbounds.mp3': { length: 21_312 },
  'test-unknown-duration.flac': { length: 220_500 },
  'tinytrans.gif': 'not-audio',
  'flac/01 - wrong max blocksize.flac': { length: 101_999 },
  'flac/02 - wrong maximum framesize.flac': { length: 195_891 },
  'flac/03 - wrong bit depth.flac': { length: 89_903 },
  'flac/04 - wrong number of channels.flac': { length: 97_391 },
  'flac/05 - wrong total number of samples.flac': { length: 109_487 },
  'flac/06 - missing streaminfo metadata block.flac': { length: 69_743 },
  'flac/07 - other metadata blocks preceding streaminfo metadata block.flac': { length: 106_031 },
  'flac/08 - blocksize 65536.flac': { length: 202_347 },
  'flac/09 - blocksize 1.flac': { length: 41_519 },
  'flac/10 - invalid vorbis comment metadata block.flac': { length: 119_279 },
  // The wrong length leads past the first three frames.
  'flac/11 - incorrect metadata block length.flac': { length: 52_271, warning: 'cut off' },
  'flac/README.txt': 'not-audio',
};

/** Legal but unusual files. */
const ODD: Record<string, Expected> = {
  '01 - changing samplerate.flac': 'changing-format',
  '02 - increasing number of channels.flac': 'changing-format',
  '03 - decreasing number of channels.flac': 'changing-format',
  '04 - changing bitdepth.flac': { length: 495_232 },
  '07 - 15 bit per sample.flac': { length: 518_462 },
  '08 - blocksize 65535.flac': { length: 465_905 },
  '09 - Rice partition order 15.flac': { length: 105_083 },
  '10 - file starting at frame header.flac': { length: 664_669 },
  '11 - file starting with unparsable data.flac': { length: 568_394 },
  // Its frames are damaged in many places.
  '4channels.flac': { length: 184_788, warning: 'damaged places' },
  'Apple  voice memo.m4a': { length: 49_152 },
  'LICENSE.txt': 'not-audio',
  'M1F1-AlawC-AFsp.aif': { length: 23_493 },
  'M1F1-int8-AFsp.aif': { length: 23_493 },
  'Poffset.aif': { length: 15 },
  'Porder.aif': { length: 15 },
  // 251 frames, of which ffmpeg drops the last, which is cut off.
  'adts-mpeg4.aac': { length: 257_024 },
  'adts-sf-escape.aac': 'corrupt-audio',
  'alaw.wav': { length: 4410 },
  'audio.opus.ogg': { length: 139_516 },
  'audio.speex.ogg': 'unsupported-codec',
  'audio.vorbis.ogg': { length: 128_180 },
  'gsm610.wav': 'unsupported-codec',
  'mpeglayer3.wav': { length: 5760 },
  'mulaw.wav': { length: 4410 },
  'multistream1.mka': { length: 136_477 },
  'odd-list-type.wav': { length: 3, warning: 'cut off' },
  'silence.flac': { length: 220_500, warning: 'silent' },
  // Its Opus header is missing.
  'stream.weba': 'corrupt-audio',
};

itWithShared('broken files are read as far as they go, or refused', 'audio/bad', (folder) =>
  expectAll(folder, BAD),
);
itWithShared('odd files are read, or refused with the reason', 'audio/odd', (folder) =>
  expectAll(folder, ODD),
);

itWithShared('the EBU test signals have their lengths', 'audio/ebu', async (folder) => {
  const path = join(folder, 'seq-3341-15-24bit.wav.flac');
  const { info } = await decodeFile(path, embedded);
  expect(info).toMatchObject({ length: 153_600, sampleRate: 48000, bitDepth: 24, warnings: [] });
});

async function expectAll(folder: string, table: Record<string, Expected>): Promise<void> {
  const names = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1));
  expect(names.sort()).toEqual(Object.keys(table).sort());
  for (const name of names) {
    const found = await decodeFile(join(folder, name), embedded).then(
      ({ info }) => ({ length: info.length, warnings: info.warnings.join('; ') }),
      (error: unknown) => error,
    );
    const expected = table[name];
    if (typeof expected === 'string') {
      expect(found, name).toMatchObject({ name: 'InputError', code: expected });
    } else {
      expect(found, name).toMatchObject({ length: expected.length });
      if (expected.warning) expect(found, name).toHaveProperty('warnings');
      const { warnings } = found as { warnings: string };
      expect(warnings, name).toContain(expected.warning ?? '');
    }
  }
}
