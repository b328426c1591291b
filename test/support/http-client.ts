import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';

export interface JobView {
  id: string;
  state: 'queued' | 'running' | 'done' | 'failed' | 'cancelled';
  stage: string;
  progress: number;
  files: { name: string; sha256: string; url: string }[];
  report?: Record<string, unknown>;
  error?: { code: string; message: string };
}

/** A user of the API. */
export class CantoClient {
  constructor(readonly url: string) {}

  async upload(path: string): Promise<string> {
    const form = new FormData();
    form.set('file', new Blob([await readFile(path)]), basename(path));
    const { id } = await this.#json<{ id: string }>('/uploads', { method: 'POST', body: form });
    return id;
  }

  makeCover(request: Record<string, unknown>): Promise<JobView> {
    return this.make('covers', request);
  }

  /** Asks for covers, separations … */
  async make(kind: string, request: Record<string, unknown>): Promise<JobView> {
    const { job } = await this.#json<{ job: JobView }>(`/${kind}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(request),
    });
    return job;
  }

  async models(): Promise<Record<string, unknown>[]> {
    const { models } = await this.#json<{ models: Record<string, unknown>[] }>('/models');
    return models;
  }

  job(id: string): Promise<JobView> {
    return this.#json(`/jobs/${id}`);
  }

  cancel(id: string): Promise<unknown> {
    return this.#json(`/jobs/${id}`, { method: 'DELETE' });
  }

  /** Waits until the job is done, failed or cancelled. */
  async finished(id: string): Promise<JobView> {
    for (;;) {
      const job = await this.job(id);
      if (['done', 'failed', 'cancelled'].includes(job.state)) return job;
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  }

  async #json<T>(path: string, init?: RequestInit): Promise<T> {
    const response = await fetch(`${this.url}/api/v1${path}`, init);
    const body = (await response.json()) as T;
    if (!response.ok) throw new Error(`${response.status}: ${JSON.stringify(body)}`);
    return body;
  }
}
