import { randomBytes } from 'node:crypto';
import { request as requestHttp } from 'node:http';

/** `content` as an upload named `name`, in the field `file`. */
export function uploadForm(content: Uint8Array | string, name = 'song.wav'): FormData {
  const form = new FormData();
  form.append('file', new Blob([Uint8Array.from(Buffer.from(content))]), name);
  return form;
}

export function postForm(url: string, form: FormData): Promise<Response> {
  return fetch(url, { method: 'POST', body: form });
}

export function postJson(url: string, body: unknown): Promise<Response> {
  return postRaw(url, JSON.stringify(body), 'application/json');
}

export function postRaw(url: string, body: string | Uint8Array, type: string): Promise<Response> {
  const bytes = Uint8Array.from(Buffer.from(body));
  return fetch(url, { method: 'POST', headers: { 'content-type': type }, body: bytes });
}

export async function errorOf(
  response: Response,
): Promise<{ code: string; message: string; hint?: string; details?: unknown }> {
  const { error } = (await response.json()) as { error: { code: string; message: string } };
  return error;
}

export interface RawResponse {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  body: string;
}

/** A request with headers that `fetch` would not let through, or a path that it would tidy up. */
export function rawRequest(
  url: string,
  options: { method?: string; path?: string; headers?: Record<string, string>; body?: string } = {},
): Promise<RawResponse> {
  return new Promise((resolve, reject) => {
    const { body, ...rest } = options;
    const request = requestHttp(url, rest, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => {
        const { statusCode = 0, headers } = response;
        resolve({ status: statusCode, headers, body: Buffer.concat(chunks).toString() });
      });
    });
    request.on('error', reject);
    request.end(body);
  });
}

/** An upload that stops in the middle of the file: the connection is cut after `bytes` of it. */
export function abortedUpload(url: string, bytes: number): Promise<void> {
  const boundary = 'cut';
  const head = `--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="a.wav"\r\n\r\n`;
  return new Promise((resolve) => {
    const request = requestHttp(url, {
      method: 'POST',
      headers: {
        'content-type': `multipart/form-data; boundary=${boundary}`,
        'content-length': String(bytes * 10),
      },
    });
    request.on('error', () => resolve());
    request.on('close', () => resolve());
    request.write(head);
    request.write(randomBytes(bytes), () => setTimeout(() => request.destroy(), 50));
  });
}
