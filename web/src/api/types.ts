import type { Session, Track } from '../../../src/mixing/session.js';
import type { SongEdit } from '../../../src/songs/editing/song-edit.js';
import type { Song } from '../../../src/songs/song.js';
import type { InstrumentalRequest as Instrumental } from '../../../src/studio/requests.js';
import type { CoverSettings } from '../state/cover-settings.js';
import type { MasterSettings } from '../state/master-settings.js';
import type { MixSettings } from '../state/mix-settings.js';
import type { SeparationSettings } from '../state/separation-settings.js';

/** What the HTTP API of `/api/v1` speaks, as far as the page reads it. */

/** Why something didn't work, in words for the user. */
export interface Failure {
  code: string;
  message: string;
  hint?: string;
}

/** How large a song the server takes. */
export interface Limits {
  version: string;
  maxUploadBytes: number;
  maxDurationSeconds: number;
  /** Of a song that is only taken apart. */
  maxSeparationSeconds: number;
}

/** The song that is here from the start. */
export interface DemoSong {
  title: string;
  durationSeconds: number;
  /** As of an upload. */
  peaks: number[];
}

/** An uploaded song. */
export interface Upload {
  id: string;
  name: string;
  durationSeconds: number;
  sampleRate: number;
  numberOfChannels: number;
  /** Highest absolute sample per slice of the song, 0…1. */
  peaks?: number[];
  /** What is unusual about the recording, in words. */
  warnings?: string[];
}

/** Which song a job works on. */
export type Source = { upload: string } | { link: string } | { demo: true };

/** What `POST /covers` takes. */
export type CoverRequest = { source: Source; voice: string } & Partial<CoverSettings>;

/** What `POST /separations` takes. */
export type SeparationRequest = { source: Source } & Partial<SeparationSettings>;

/** What `POST /instrumentals` takes. */
export type InstrumentalRequest = Pick<Instrumental, 'instrument'> &
  Partial<Instrumental> & { source: Source };

/** Something that a hum can be played on. */
export interface Instrument {
  id: string;
  name: string;
  family: string;
  kind: string;
  range: { lowest: number; highest: number };
  /** Whether a hum is played moment by moment, rather than note by note. */
  followsVoices: boolean;
}

/** A note in seconds; its pitch is a MIDI number, fractional where it was sung. */
export interface RollNote {
  startSeconds: number;
  endSeconds: number;
  pitch: number;
}

/** An instrumental's `melody.json`. */
export interface MelodyFile {
  durationSeconds: number;
  key: string;
  /** By how many semitones what was sung was moved. */
  semitones: number;
  sung: RollNote[];
  /** The pitch every 10 ms, 0 where nobody sings; none where several notes at once were heard. */
  line: number[];
  played: RollNote[];
}

/** What `POST /masters` takes. */
export type MasterRequest = { source: Source; reference?: Source } & Partial<MasterSettings>;

/** What `POST /mixes` takes: a session, or how Canto is to mix. */
export type MixRequest = {
  stems: (Pick<Track, 'name' | 'role'> & { source: Source })[];
  session?: Session;
} & Partial<Pick<MixSettings, 'preset' | 'amount' | 'format'>>;

/** An engine that takes songs apart. */
export interface Separator {
  id: string;
  title: string;
  stemCounts: number[];
}

export interface Voice {
  id: string;
  name: string;
  description: string;
  /** BCP 47. */
  language: string;
  engine: string;
  origin: string;
  provenance: { licence: string; source: string };
  range: VoiceRange;
}

/** A new voice between two. */
export interface BlendRequest {
  name: string;
  /** Ids of the two voices. */
  from: string;
  with: string;
  /** Share of the second one. */
  mix: number;
  /** Asks for a voice at least so far from every other, dB. */
  distance?: number;
}

export type JobState = 'queued' | 'running' | 'done' | 'failed' | 'cancelled';

export interface JobFile {
  name: string;
  bytes: number;
  url: string;
}

export interface Job {
  id: string;
  kind: string;
  title: string;
  state: JobState;
  /** What is being done now, in words. */
  stage: string;
  /** 0…1 of the whole job. */
  progress: number;
  /** What was asked for, as it was sent. */
  request: { source?: Source };
  createdAt: string;
  /** The results; none before the job is done. */
  files: JobFile[];
  report?: unknown;
  error?: Failure;
}

export interface CoverJob extends Job {
  request: CoverRequest;
  report?: CoverReport;
}

export interface SeparationJob extends Job {
  request: SeparationRequest;
  report?: SeparationReport;
}

export interface InstrumentalJob extends Job {
  request: InstrumentalRequest;
  report?: {
    instrument: string;
    kind: string;
    notes: number;
    key: string;
    semitones: number;
    durationSeconds: number;
  };
}

export interface MasterJob extends Job {
  request: MasterRequest;
  report?: MasterReport;
}

/** What `POST /songs` takes: words, or a song file and what is to be changed of it. */
export interface SongRequest {
  prompt?: string;
  lyrics?: string;
  from?: Song;
  edits?: SongEdit[];
  durationSeconds?: number;
  voice?: string;
  instrumental?: boolean;
  format?: string;
  stemsFormat?: 'wav' | 'flac';
  seed?: number;
}

export interface SongJob extends Job {
  request: SongRequest & Job['request'];
  report?: SongReport;
}

/** What was composed, and how the words were understood. */
interface SongReport {
  durationSeconds: number;
  sampleRate: number;
  parts: { id: string; instrument: string; isMuted: boolean }[];
  understood: string[];
  ignored: string[];
}

export interface MixJob extends Job {
  request: Partial<Pick<MixRequest, 'stems'>> & Job['request'];
}

/** What came of a master, as measured. */
interface MasterReport {
  integratedLufs: number;
  /** Of the mix; absent from earlier versions' reports. */
  before?: { integratedLufs: number };
  warnings: string[];
}

/** What `POST /voices` takes for a clone. */
export interface CloneRequest {
  recordings: readonly File[];
  name: string;
  consent: string;
}

/** Something about a recording that its owner should know. */
export interface Finding {
  severity: 'refuse' | 'warn';
  /** Null where all of them are meant. */
  recording: string | null;
  /** None where the whole recording is meant. */
  ranges: { fromSeconds: number; toSeconds: number }[];
  message: string;
  advice: string;
}

/** What was heard in recordings. */
export interface CloneReport {
  recordings: { name: string; seconds: number; voicedSeconds: number }[];
  findings: Finding[];
  voicedSeconds: number;
}

export interface CloneJob extends Job {
  report?: CloneReport & { voice: Pick<Voice, 'id' | 'name' | 'range'> };
}

/** Levels are null where there is only silence. */
export interface Loudness {
  integratedLufs: number | null;
  truePeakDbtp: number | null;
}

export interface VoiceRange {
  lowHz: number;
  medianHz: number;
  highHz: number;
}

/** A voice as reports name it. */
export interface ReportedVoice {
  id: string;
  name: string;
  licence: string;
  source: string;
}

/** What was done to the song, as measured. */
export interface CoverReport {
  /** Null where the original singer stays. */
  voice: ReportedVoice | null;
  /** The parts beside the lead; absent from earlier versions' reports. */
  cast?: {
    part: string;
    voice: ReportedVoice | null;
    transpose: { semitones: number; reason: string } | null;
  }[];
  /** What was found of the singer; null where nobody sings. */
  singer: VoiceRange | null;
  /** How sure it is that the lead was told from the backing vocals; absent from earlier versions' reports. */
  lead?: { confidence: number; inWords: string; expectedSiSdrDb: number } | null;
  /** The room that was heard around the singer. */
  room?: { dry: boolean; decaySeconds: number; lateDb: number } | null;
  settings: Partial<CoverSettings>;
  transpose: { semitones: number; reason: string };
  seed: number;
  engines: Record<string, { id: string; version: number }>;
  loudness: Loudness & { rangeLu: number; gainDb: number; maxReductionDb: number };
  original: Loudness;
  durationSeconds: number;
  warnings: string[];
}

/** What is known of separated stems. */
export interface SeparationReport {
  durationSeconds: number;
  /** Absent where an earlier version made them. */
  sampleRate?: number;
  warnings: string[];
}

/** Waveforms of a job's sounds by name, `original` or `vocals`: highest absolute samples, 0…1. */
export type Peaks = Partial<Record<string, number[]>>;
