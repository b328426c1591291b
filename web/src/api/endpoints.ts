import type { Session } from '../../../src/mixing/session.js';
import type { Song } from '../../../src/songs/song.js';
import { apiBase, postJson, requestJson } from './request.js';
import type {
  CloneReport,
  CloneRequest,
  BlendRequest,
  CoverRequest,
  DemoSong,
  Instrument,
  InstrumentalRequest,
  Job,
  Limits,
  MasterRequest,
  MelodyFile,
  MixRequest,
  Peaks,
  SeparationRequest,
  Separator,
  SongRequest,
  Upload,
  Voice,
} from './types.js';

export async function listVoices(): Promise<Voice[]> {
  const { voices } = await requestJson<{ voices: Voice[] }>('/voices');
  return voices;
}

/** Takes a voice in from its files.
 *  @throws RequestError with the server's verdict on what is wrong with them */
export async function importVoice(files: readonly File[]): Promise<Voice> {
  const form = new FormData();
  for (const file of files) form.append('file', file);
  const { voice } = await requestJson<{ voice: Voice }>('/voices', { method: 'POST', body: form });
  return voice;
}

/** As `importVoice`, from a direct link. */
export async function importVoiceLink(link: string): Promise<Voice> {
  const { voice } = await postJson<{ voice: Voice }>('/voices', { link });
  return voice;
}

/** What a recording is good for. */
export function checkRecording(recording: File): Promise<CloneReport> {
  const form = new FormData();
  form.append('recordings', recording);
  return requestJson('/voices/checks', { method: 'POST', body: form });
}

/** Starts the cloning of a voice. */
export async function createClone({ recordings, ...about }: CloneRequest): Promise<Job> {
  const form = new FormData();
  for (const recording of recordings) form.append('recordings', recording);
  for (const [field, value] of Object.entries(about)) form.append(field, value);
  return jobOf(await requestJson('/voices', { method: 'POST', body: form }));
}

/** Makes a new voice between two.
 *  @throws RequestError with the server's reason why it can't be made */
export function blendVoices(request: BlendRequest): Promise<Voice> {
  return postJson('/voices/blends', request);
}

/** The preview phrase, sung by a blend that isn't made yet. */
export function blendPreviewUrl({ from, with: other, mix }: Omit<BlendRequest, 'name'>): string {
  const query = new URLSearchParams({ from, with: other, mix: String(mix) });
  return `${apiBase}/voices/blends/preview?${query.toString()}`;
}

export async function listJobs(): Promise<Job[]> {
  const { jobs } = await requestJson<{ jobs: Job[] }>('/jobs');
  return jobs;
}

export async function getJob(id: string): Promise<Job> {
  return jobOf(await requestJson(`/jobs/${encodeURIComponent(id)}`));
}

export function getUpload(id: string): Promise<Upload> {
  return requestJson(`/uploads/${encodeURIComponent(id)}`);
}

export async function createCover(request: CoverRequest): Promise<Job> {
  return jobOf(await postJson('/covers', request));
}

export async function createSeparation(request: SeparationRequest): Promise<Job> {
  return jobOf(await postJson('/separations', request));
}

export async function createInstrumental(request: InstrumentalRequest): Promise<Job> {
  return jobOf(await postJson('/instrumentals', request));
}

/** What a hum can be played on. */
export async function listInstruments(): Promise<Instrument[]> {
  const { instruments } = await requestJson<{ instruments: Instrument[] }>('/instruments');
  return instruments;
}

export async function createMix(request: MixRequest): Promise<Job> {
  return jobOf(await postJson('/mixes', request));
}

export async function createMaster(request: MasterRequest): Promise<Job> {
  return jobOf(await postJson('/masters', request));
}

export async function createSong(request: SongRequest): Promise<Job> {
  return jobOf(await postJson('/songs', request));
}

/** The separation engines that the server has, its default first. */
export async function listSeparators(): Promise<Separator[]> {
  const { separators } = await requestJson<{ separators: Separator[] }>('/separators');
  return separators;
}

export async function cancelJob(id: string): Promise<void> {
  await requestJson(`/jobs/${encodeURIComponent(id)}`, { method: 'DELETE' });
}

/** Removes a job with all its files, for good. */
export async function forgetJob(id: string): Promise<void> {
  await requestJson(`/jobs/${encodeURIComponent(id)}?forget`, { method: 'DELETE' });
}

export async function retryJob(id: string): Promise<Job> {
  return jobOf(await postJson(`/jobs/${encodeURIComponent(id)}/retry`, {}));
}

export function eventsUrl(id: string): string {
  return `${apiBase}/jobs/${encodeURIComponent(id)}/events`;
}

/** All sound files of a job that is done, in one archive. */
export function zipUrl(id: string): string {
  return `${apiBase}/jobs/${encodeURIComponent(id)}/files.zip`;
}

export function previewUrl(voiceId: string): string {
  return `${apiBase}/voices/${encodeURIComponent(voiceId)}/preview`;
}

export function uploadUrl(id: string): string {
  return `${apiBase}/uploads/${encodeURIComponent(id)}/file`;
}

export function getLimits(): Promise<Limits> {
  return requestJson('/limits');
}

export function getDemoSong(): Promise<DemoSong> {
  return requestJson('/demo/about');
}

export const demoUrl = `${apiBase}/demo`;

/** Why the server can't take work, in words; none when it can. */
export async function listProblems(): Promise<string[]> {
  const response = await fetch(`${apiBase}/readyz`);
  const { problems } = (await response.json()) as { problems: string[] };
  return problems;
}

/** A job's `peaks.json`. */
export async function fetchPeaks(url: string): Promise<Peaks> {
  const response = await fetch(url);
  return (await response.json()) as Peaks;
}

/** A job's `melody.json`. */
export async function fetchMelody(url: string): Promise<MelodyFile> {
  const response = await fetch(url);
  return (await response.json()) as MelodyFile;
}

/** A mix's `session.json`. */
export async function fetchSession(url: string): Promise<Session> {
  return (await (await fetch(url)).json()) as Session;
}

/** A song's `song.json`. */
export async function fetchSongFile(url: string): Promise<Song> {
  return (await (await fetch(url)).json()) as Song;
}

function jobOf(body: unknown): Job {
  return (body as { job?: Job }).job ?? (body as Job);
}
