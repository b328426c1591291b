import { hearRoom } from '../../dsp/hear-room.js';
import type { Room } from '../../dsp/room-estimate.js';
import { Stft } from '../../dsp/stft.js';
import { partOf, type RunOptions } from '../../progress.js';
import { measureBackgroundTones, type BackgroundTones } from './background-tones.js';
import { findClippedPlaces } from './clipped-places.js';
import { tidyRanges, type Finding, type FindingCode } from './finding.js';
import { hearRecording, rangesOf, secondsOf, type HeardRecording } from './heard-recording.js';
import { describeStretches, findOtherVoices, type VoiceStretch } from './other-voices.js';
import type { Recording, TimeRange } from './recording.js';
import { isSung } from './singing.js';

/** What was measured of one recording. Levels in dB below full scale; null where the recording
 *  doesn't show it. */
export type RecordingMeasures = {
  name: string;
  seconds: number;
  voicedSeconds: number;
  sung: boolean;
  voiceDb: number | null;
  /** How far the background lies below the voice. */
  snrDb: number | null;
  clippedSeconds: number;
  /** Late reverberation relative to the voice. */
  lateReverbDb: number | null;
};

/** A recording with all that the checks found out. */
export interface CheckedRecording {
  readonly heard: HeardRecording;
  readonly measures: RecordingMeasures;
  readonly findings: readonly Finding[];
  readonly stretches: readonly VoiceStretch[];
}

/** Softer voices than this drown in the noise of most converters. */
const QUIET_DB = -42;
const SILENT_DB = -62;
/** Too short for a voice to be heard in at all. */
const LEAST_VOICED_SECONDS = 0.2;
/** Share of the voiced time that may be clipped before it is worth a word, and before it is too
 *  much. */
const CLIPPED_SHARES = { warn: 0.01, refuse: 0.25 };
/** How far the background must lie below the voice. Measured with noise, hum and music laid under
 *  real speech (`docs/quality.md`): a quiet room has 35 dB and more. */
const SNR_DB = { warn: 25, refuse: 9 };
/** Tones are looked for in what is louder than this below the voice … */
const TONES_SNR_DB = 34;
const TONAL_SHARE = 0.3;
const MAINS_SHARE = 0.7;
/** … and from here on there is no voice without them. */
const MUSIC_SNR_DB = 18;
/** Late reverberation of dry rooms lies below −16 dB; noise hides it where it is loud. */
const REVERB_DB = -14;
const REVERB_SNR_DB = 20;
/** Of all recordings together. A third of ten seconds of speech is voiced. */
const VOICED_SECONDS = { warn: 30, refuse: 2 };

/** Listens to one recording: level, clipping, noise, hum, music, room.
 *  @throws CancelledError when `signal` is aborted */
export async function checkRecording(
  recording: Recording,
  run: RunOptions = {},
): Promise<CheckedRecording> {
  const heard = await hearRecording(recording, partOf(run, 0, 0.5));
  const room = await roomOf(recording, partOf(run, 0.5, 0.7));
  const clipped = findClippedPlaces(recording);
  const sung = isSung(heard);
  const measures = measuresOf(heard, { room, clipped, sung });
  if (measures.voicedSeconds < LEAST_VOICED_SECONDS) {
    return { heard, measures, findings: [noVoice(recording)], stretches: [] };
  }
  const background = checkBackground(heard, measures);
  const findings = [
    ...checkLevel(measures),
    ...checkClipping(measures, clipped),
    ...background,
    ...checkRoom(measures),
  ];
  // What sounds behind a voice would be taken for another one.
  const isAlone = background.length === 0;
  const options = { ...partOf(run, 0.7, 1), isSung: sung };
  const stretches = isAlone ? await describeStretches(heard, options) : [];
  return { heard, measures, findings, stretches };
}

/** What only shows in all recordings together: too little voice, and other voices among them. */
export function checkTogether(recordings: readonly CheckedRecording[]): Finding[] {
  return [
    ...checkAmount(recordings),
    ...checkVoices(recordings.flatMap(({ stretches }) => stretches)),
  ];
}

async function roomOf({ samples, sampleRate }: Recording, run: RunOptions): Promise<Room> {
  const nFft = 2 ** Math.round(Math.log2(0.046 * sampleRate));
  const stft = new Stft(nFft, nFft / 4);
  try {
    return await hearRoom(samples, { ...run, stft, binHz: sampleRate / nFft });
  } finally {
    stft.free();
  }
}

function measuresOf(
  { recording, voice, voiceDb, backgroundDb }: HeardRecording,
  { room, clipped, sung }: { room: Room; clipped: readonly TimeRange[]; sung: boolean },
): RecordingMeasures {
  const voicedSeconds = voiceDb > SILENT_DB ? secondsOf(voice) : 0;
  const snrDb = backgroundDb === undefined ? null : tenths(voiceDb - backgroundDb);
  const isClear = snrDb === null || snrDb > REVERB_SNR_DB;
  return {
    name: recording.name,
    seconds: tenths(recording.samples.length / recording.sampleRate),
    voicedSeconds: tenths(voicedSeconds),
    sung,
    voiceDb: voicedSeconds > 0 ? tenths(voiceDb) : null,
    snrDb: voicedSeconds > 0 ? snrDb : null,
    clippedSeconds: tenths(lengthOf(clipped)),
    lateReverbDb: voicedSeconds > 0 && isClear ? tenths(room.lateDb) : null,
  };
}

function noVoice({ name }: Recording): Finding {
  return {
    code: 'no-voice',
    severity: 'refuse',
    recording: name,
    ranges: [],
    message: 'no voice is heard in it',
    advice: 'Check the microphone and its level, and record it again.',
  };
}

function checkLevel({ name, voiceDb }: RecordingMeasures): Finding[] {
  if (voiceDb === null || voiceDb > QUIET_DB) return [];
  return [
    warn('too-quiet', name, {
      message: `the voice is very quiet, ${voiceDb} dB below full scale`,
      advice: 'Come nearer to the microphone or turn its level up, and record it again.',
    }),
  ];
}

function checkClipping(
  { name, voicedSeconds, clippedSeconds }: RecordingMeasures,
  clipped: readonly TimeRange[],
): Finding[] {
  const share = lengthOf(clipped) / voicedSeconds;
  if (share < CLIPPED_SHARES.warn) return [];
  return [
    {
      code: 'clipped',
      severity: share > CLIPPED_SHARES.refuse ? 'refuse' : 'warn',
      recording: name,
      ranges: tidyRanges(clipped),
      message: `the recording is too loud: it is clipped for ${clippedSeconds} s`,
      advice:
        'Turn the microphone’s level down, or step back from it, and record these places again.',
    },
  ];
}

function checkBackground(heard: HeardRecording, { name, snrDb }: RecordingMeasures): Finding[] {
  if (snrDb === null) return [];
  const tones = snrDb < TONES_SNR_DB ? measureBackgroundTones(heard) : undefined;
  if (tones && tones.tonalShare > TONAL_SHARE) return [tonesFinding(heard, { snrDb, tones })];
  if (snrDb > SNR_DB.warn) return [];
  return [
    {
      code: 'noisy',
      severity: snrDb < SNR_DB.refuse ? 'refuse' : 'warn',
      recording: name,
      ranges: [],
      message: `there is much noise behind the voice, only ${snrDb} dB below it`,
      advice:
        'Switch off fans and close windows, come nearer to the microphone, and record it again.',
    },
  ];
}

function tonesFinding(
  { recording: { name }, pauses }: HeardRecording,
  { snrDb, tones }: { snrDb: number; tones: BackgroundTones },
): Finding {
  if (tones.mainsShare > MAINS_SHARE) {
    return warn('hum', name, {
      message: `the mains hum behind the voice, ${snrDb} dB below it`,
      advice: 'Try another cable or socket, or the laptop’s battery, and record it again.',
    });
  }
  return {
    code: 'background-music',
    severity: snrDb < MUSIC_SNR_DB ? 'refuse' : 'warn',
    recording: name,
    ranges: tidyRanges(rangesOf(pauses)),
    message: `music or other tones sound behind the voice, ${snrDb} dB below it`,
    advice: 'Record the voice alone; listen to a backing track through headphones only.',
  };
}

function checkRoom({ name, lateReverbDb }: RecordingMeasures): Finding[] {
  if (lateReverbDb === null || lateReverbDb < REVERB_DB) return [];
  return [
    warn('reverberant', name, {
      message: `the room is heard, ${lateReverbDb} dB relative to the voice`,
      advice: 'Record nearer to the microphone, or among curtains, clothes and cushions.',
    }),
  ];
}

function checkAmount(recordings: readonly CheckedRecording[]): Finding[] {
  const seconds = tenths(recordings.reduce((sum, { measures }) => sum + measures.voicedSeconds, 0));
  if (seconds >= VOICED_SECONDS.warn) return [];
  const isTooLittle = seconds < VOICED_SECONDS.refuse;
  return [
    {
      code: isTooLittle ? 'too-little-voice' : 'short-voice',
      severity: isTooLittle ? 'refuse' : 'warn',
      recording: null,
      ranges: [],
      message: `the recordings hold ${seconds} s of voice`,
      advice: isTooLittle
        ? 'Record ten seconds of speech or singing at least; a minute or more is better.'
        : 'The voice will be nearer to yours with a minute or more of speech and singing.',
    },
  ];
}

function checkVoices(stretches: readonly VoiceStretch[]): Finding[] {
  const others = findOtherVoices(stretches);
  return [...new Set(others.map(({ recording }) => recording))].map((recording) => ({
    code: 'other-voice',
    severity: 'warn',
    recording,
    ranges: tidyRanges(others.filter((other) => other.recording === recording)),
    message: 'this sounds like somebody else, or like another microphone, than most of the rest',
    advice: 'Leave it out if another person is heard; use one microphone for all recordings.',
  }));
}

function warn(
  code: FindingCode,
  recording: string,
  words: Pick<Finding, 'message' | 'advice'>,
): Finding {
  return { code, severity: 'warn', recording, ranges: [], ...words };
}

function lengthOf(ranges: readonly TimeRange[]): number {
  return ranges.reduce((sum, { fromSeconds, toSeconds }) => sum + toSeconds - fromSeconds, 0);
}

function tenths(value: number): number {
  return Math.round(value * 10) / 10;
}
