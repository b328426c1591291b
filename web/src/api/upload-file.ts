import { apiBase, failureOf, requestJson, RequestError } from './request.js';
import type { Upload } from './types.js';

interface UploadOptions {
  signal: AbortSignal;
  /** The finished fraction, 0…1. */
  onProgress: (fraction: number) => void;
}

/** Files beyond this go in pieces that survive a broken connection. */
const resumableFromBytes = 50_000_000;
const pieceBytes = 8_000_000;
/** Pauses before each new attempt at a piece. */
const retryDelaysMs = [0, 1000, 3000, 5000, 10_000];

/** Brings `file` to the server.
 *  @throws RequestError with the server's reason, for what is no audio for instance */
export function uploadFile(file: File, options: UploadOptions): Promise<Upload> {
  return file.size > resumableFromBytes
    ? uploadInPieces(file, options)
    : uploadAtOnce(file, options);
}

function uploadAtOnce(file: File, { signal, onProgress }: UploadOptions): Promise<Upload> {
  return new Promise((resolve, reject) => {
    // fetch() can't tell how much has been sent, XMLHttpRequest can.
    const request = new XMLHttpRequest();
    request.upload.onprogress = (event) => onProgress(event.loaded / event.total);
    request.onload = () => {
      const body = parseJson(request.responseText);
      if (request.status === 201) resolve(body as Upload);
      else reject(new RequestError(failureOf(body, request.status), request.status));
    };
    request.onerror = () => reject(new RequestError(failureOf(undefined, 0)));
    request.onabort = () => reject(abortReason(signal));
    signal.addEventListener('abort', () => request.abort(), { once: true });
    const form = new FormData();
    form.append('file', file);
    request.open('POST', `${apiBase}/uploads`);
    request.send(form);
  });
}

async function uploadInPieces(file: File, { signal, onProgress }: UploadOptions): Promise<Upload> {
  const { Upload: TusUpload } = await import('tus-js-client');
  const url = await new Promise<string>((resolve, reject) => {
    const transfer = new TusUpload(file, {
      endpoint: new URL(`${apiBase}/uploads/resumable`, document.baseURI).href,
      chunkSize: pieceBytes,
      retryDelays: retryDelaysMs,
      metadata: { filename: file.name, filetype: file.type },
      onProgress: (sent, total) => onProgress(sent / total),
      onSuccess: () => resolve(transfer.url ?? ''),
      onError: (error) => reject(toRequestError(error)),
    });
    signal.addEventListener('abort', () => {
      void transfer.abort(true);
      reject(abortReason(signal));
    });
    transfer.start();
  });
  return requestJson<Upload>(`/uploads/${url.split('/').at(-1)}`, { signal });
}

function toRequestError(error: Error): RequestError {
  const { originalResponse } = error as {
    originalResponse?: { getStatus(): number; getBody(): string } | null;
  };
  const status = originalResponse?.getStatus() ?? 0;
  return new RequestError(failureOf(parseJson(originalResponse?.getBody() ?? ''), status), status);
}

function abortReason(signal: AbortSignal): Error {
  return signal.reason instanceof Error ? signal.reason : new Error('the upload was cancelled');
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
