import { join } from 'node:path';
import { describe, expect } from 'vitest';
import { decodeFile } from '../../src/audio/decode-file.js';
import { measureLoudness } from '../../src/dsp/loudness.js';
import { truePeakDbtp } from '../../src/dsp/true-peak.js';
import { itWithShared } from '../support/shared.js';

const DECODING = {
  ffmpeg: 'off',
  limits: { maxDurationSeconds: 200, maxBytes: 1e8, maxChannels: 2 },
};

/** Expected values and tolerances: EBU Tech 3341 (2016), table 1, and Tech 3342 (2016), table 1. */
const integrated: [file: string, lufs: number][] = [
  ['1kHz_sine_-20LUFS-16bit', -20],
  ['1kHz_sine_-26LUFS-16bit', -26],
  ['1kHz_sine_-40LUFS-16bit', -40],
  ['seq-3341-1-16bit', -23],
  ['seq-3341-2-16bit', -33],
  ['seq-3341-3-16bit-v02', -23],
  ['seq-3341-4-16bit-v02', -23],
  ['seq-3341-5-16bit-v02', -23],
  ['seq-3341-7_seq-3342-5-16bit', -23],
];
const shortTermMaxima = [1, 2, 3, 4, 5].map((k) => `seq-3341-10-${k}-24bit`);
const momentaryMaxima = ['seq-3341-12-24bit'].concat(
  [1, 2, 3, 4, 5].map((k) => `seq-3341-13-${k}-24bit`),
);
const truePeaks: [file: string, dbtp: number][] = [
  ...[15, 16, 17, 18].map((k): [string, number] => [`seq-3341-${k}-24bit.wav`, -6]),
  ['seq-3341-19-24bit.wav', 3],
  ...[20, 21, 22, 23].map((k): [string, number] => [`seq-3341-${k}-24bit.wav`, 0]),
];
const ranges: [file: string, lu: number][] = [
  ['seq-3342-1-16bit', 10],
  ['seq-3342-2-16bit', 5],
  ['seq-3342-3-16bit', 20],
  ['seq-3342-4-16bit', 15],
  ['seq-3341-7_seq-3342-5-16bit', 5],
];

describe("the EBU's test signals", () => {
  itWithShared('read as EBU Tech 3341 and 3342 ask', 'audio/ebu', async (folder) => {
    const open = async (file: string) =>
      (await decodeFile(join(folder, `${file}.flac`), DECODING)).audio;
    const expectWithin = (
      value: number,
      expected: number,
      [below, above]: number[],
      file: string,
    ) => {
      expect(value, file).toBeGreaterThanOrEqual(expected - below);
      expect(value, file).toBeLessThanOrEqual(expected + above);
    };
    for (const [file, lufs] of integrated) {
      expectWithin(measureLoudness(await open(file)).integratedLufs, lufs, [0.1, 0.1], file);
    }
    for (const file of shortTermMaxima) {
      expectWithin(measureLoudness(await open(file)).shortTermMaxLufs, -23, [0.1, 0.1], file);
    }
    for (const file of momentaryMaxima) {
      expectWithin(measureLoudness(await open(file)).momentaryMaxLufs, -23, [0.1, 0.1], file);
    }
    for (const [file, dbtp] of truePeaks) {
      expectWithin(truePeakDbtp(await open(file)), dbtp, [0.4, 0.2], file);
    }
    for (const [file, lu] of ranges) {
      expectWithin(measureLoudness(await open(file)).rangeLu, lu, [1, 1], file);
    }
  });
});
