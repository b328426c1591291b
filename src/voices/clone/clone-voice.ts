import { createHash } from 'node:crypto';
import { InputError } from '../../errors.js';
import type { ModelStore } from '../../inference/model-store.js';
import { partOf, type RunOptions } from '../../progress.js';
import type { Recording as Passage } from '../dsp/measure-profile.js';
import { voiceIdOf } from '../import-voice.js';
import { encodeVoiceFile, type VoiceManifest } from '../voice-file.js';
import {
  checkRecording,
  checkTogether,
  type CheckedRecording,
  type RecordingMeasures,
} from './check-recordings.js';
import { findingInWords, type Finding } from './finding.js';
import { cloneEngine, measureBody } from './measure-body.js';
import { prepareRecording } from './prepare-recording.js';
import type { Recording } from './recording.js';
import { rangeOfVoice } from './singing.js';

/** What its owner says of a voice. */
export interface CloneDescription {
  /** What the voice is called. */
  name: string;
  /** The owner's own statement that this voice may be cloned. */
  consent: string;
  /** BCP 47, of the recordings; `und` when it isn't said. */
  language: string;
  description: string;
  licence: string;
}

/** What was heard in the recordings, for the artist. */
export type CloneReport = {
  recordings: RecordingMeasures[];
  findings: Finding[];
  /** Of voice, in all recordings. */
  voicedSeconds: number;
};

/** A voice from recordings, ready for the library. */
export interface ClonedVoice {
  /** A voice file: no recording can be played from it. */
  readonly bytes: Uint8Array;
  readonly manifest: VoiceManifest;
  readonly report: CloneReport;
}

/** The recordings are read one by one, so that one file as it came is held at a time. */
export type RecordingReader = (run: RunOptions) => Promise<Recording>;

/** Shares of the time: listening to the recordings, and measuring the voice. */
const LISTENED = 0.6;

/** Listens to recordings of one voice without making anything of them.
 *  @throws CancelledError when `signal` is aborted */
export async function checkRecordings(
  readers: readonly RecordingReader[],
  run: RunOptions = {},
): Promise<CloneReport> {
  return reportOf(await listenToAll(readers, run));
}

/** Makes a voice of recordings of one person: checks them, prepares them, measures the voice. The
 *  same recordings and words give the same bytes.
 *  @throws InputError `unusable-recordings` with all findings in the details, CancelledError */
export async function cloneVoice(
  readers: readonly RecordingReader[],
  { about, models, ...run }: RunOptions & { about: CloneDescription; models: ModelStore },
): Promise<ClonedVoice> {
  const checked = await listenToAll(readers, partOf(run, 0, LISTENED));
  const report = reportOf(checked);
  requireUsable(report);
  const body = await measureBody(await prepareAll(checked, run), {
    ...partOf(run, 0.8, 1),
    models,
  });
  const manifest = describe(checked, { ...about, report });
  return { bytes: encodeVoiceFile({ manifest, body }), manifest, report };
}

async function listenToAll(
  readers: readonly RecordingReader[],
  run: RunOptions,
): Promise<CheckedRecording[]> {
  const checked: CheckedRecording[] = [];
  for (const [i, read] of readers.entries()) {
    const part = partOf(run, i / readers.length, (i + 1) / readers.length);
    const recording = await read(partOf(part, 0, 0.2));
    checked.push(await checkRecording(recording, partOf(part, 0.2, 1)));
  }
  return checked;
}

async function prepareAll(
  checked: readonly CheckedRecording[],
  run: RunOptions,
): Promise<Passage[]> {
  const passages: Passage[] = [];
  for (const [i, { heard }] of checked.entries()) {
    const from = LISTENED + ((0.8 - LISTENED) * i) / checked.length;
    const to = LISTENED + ((0.8 - LISTENED) * (i + 1)) / checked.length;
    passages.push(...(await prepareRecording(heard, partOf(run, from, to))));
  }
  return passages;
}

function reportOf(checked: readonly CheckedRecording[]): CloneReport {
  const recordings = checked.map(({ measures }) => measures);
  return {
    recordings,
    findings: [...checked.flatMap(({ findings }) => findings), ...checkTogether(checked)],
    voicedSeconds: tenths(recordings.reduce((sum, { voicedSeconds }) => sum + voicedSeconds, 0)),
  };
}

function requireUsable({ findings }: CloneReport): void {
  const [first, ...others] = findings.filter(({ severity }) => severity === 'refuse');
  if (!first) return;
  const { recording, message, advice } = first;
  throw new InputError(
    'unusable-recordings',
    `${recording ? `'${recording}' can't be used` : 'these recordings are too few'}: ${message}`,
    {
      hint: [advice, ...others.map(findingInWords)].join(' '),
      details: { findings },
    },
  );
}

function describe(
  checked: readonly CheckedRecording[],
  {
    name,
    consent,
    language,
    description,
    licence,
    report,
  }: CloneDescription & { report: CloneReport },
): VoiceManifest {
  const range = rangeOfVoice(checked.map(({ heard }) => heard));
  if (!range) {
    throw new InputError('too-little-voice', 'hardly any pitch is heard in the recordings', {
      hint: 'Speak or sing in your full voice, without whispering.',
    });
  }
  const recordings = checked.map(({ heard }) => heard.recording);
  return {
    id: voiceIdOf(name),
    name,
    description: description || `Cloned from ${Math.round(report.voicedSeconds)} s of voice`,
    language,
    engine: cloneEngine.id,
    origin: 'cloned',
    provenance: { licence, source: sourceOf(recordings), consent },
    range,
  };
}

/** Says no date and no place, so that the same recordings give the same bytes. */
function sourceOf(recordings: readonly Recording[]): string {
  const seconds = recordings.reduce(
    (sum, { samples, sampleRate }) => sum + samples.length / sampleRate,
    0,
  );
  const hash = createHash('sha256');
  for (const { sha256 } of recordings) hash.update(sha256);
  const many = recordings.length === 1 ? 'recording' : 'recordings';
  const digests = recordings.map(({ sha256 }) => sha256.slice(0, 12)).join(', ');
  return `${recordings.length} ${many}, ${seconds.toFixed(1)} s (sha256 of all: ${hash.digest('hex')}; of each: ${digests})`;
}

function tenths(value: number): number {
  return Math.round(value * 10) / 10;
}
