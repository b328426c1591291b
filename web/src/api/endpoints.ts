import { apiBase, postJson, requestJson } from './request.js';
import type { CoverPeaks, Job, Source, Voice } from './types.js';

/** What `POST /covers` takes. */
export interface CoverRequest {
  source: Source;
  voice: string;
  [setting: string]: unknown;
}

export async function listVoices(): Promise<Voice[]> {
  return listOf<Voice>(await requestJson('/voices'), 'voices');
}

export async function listJobs(): Promise<Job[]> {
  return listOf<Job>(await requestJson('/jobs'), 'jobs');
}

export async function getJob(id: string): Promise<Job> {
  return jobOf(await requestJson(`/jobs/${encodeURIComponent(id)}`));
}

export async function createCover(request: CoverRequest): Promise<Job> {
  return jobOf(await postJson('/covers', request));
}

export async function cancelJob(id: string): Promise<void> {
  await requestJson(`/jobs/${encodeURIComponent(id)}`, { method: 'DELETE' });
}

export async function retryJob(id: string): Promise<Job> {
  return jobOf(await postJson(`/jobs/${encodeURIComponent(id)}/retry`, {}));
}

export function eventsUrl(id: string): string {
  return `${apiBase}/jobs/${encodeURIComponent(id)}/events`;
}

export function previewUrl(voiceId: string): string {
  return `${apiBase}/voices/${encodeURIComponent(voiceId)}/preview`;
}

export const demoUrl = `${apiBase}/demo`;

/** A job's `peaks.json`. */
export async function fetchPeaks(url: string): Promise<CoverPeaks> {
  const response = await fetch(url);
  return (await response.json()) as CoverPeaks;
}

function listOf<T>(body: unknown, key: string): T[] {
  return Array.isArray(body) ? (body as T[]) : (body as Record<string, T[]>)[key];
}

function jobOf(body: unknown): Job {
  return (body as { job?: Job }).job ?? (body as Job);
}
