import { basename } from 'node:path';
import type { InferenceSession } from 'onnxruntime-node';
import { ModelError } from '../errors.js';
import type { ExecutionProvider, SessionHardware } from './execution-provider.js';
import { namesExternalData } from './external-data.js';
import type { SessionInfo } from './session-messages.js';

/** Opens what `open` opens on the first of the providers that works here.
 *  @param path of the model, for messages
 *  @throws ModelError `model-broken`, `provider-missing` */
export async function openOnFirst<T>(
  { providers, threads }: SessionHardware,
  path: string,
  open: (options: InferenceSession.SessionOptions, provider: ExecutionProvider) => Promise<T>,
): Promise<{ opened: T } & Pick<SessionInfo, 'provider' | 'unavailable'>> {
  const unavailable: { provider: ExecutionProvider; reason: string }[] = [];
  for (const provider of providers) {
    try {
      const opened = await open(sessionOptions(provider, threads), provider);
      return { opened, provider, unavailable };
    } catch (error) {
      if (provider === 'cpu') throw brokenModel(path, error);
      unavailable.push({ provider, reason: messageOf(error) });
    }
  }
  throw new ModelError(
    'provider-missing',
    `none of ${providers.join(', ')} runs '${basename(path)}' here: ${unavailable[0]?.reason}`,
    { hint: '`canto doctor` says what this machine has.' },
  );
}

function sessionOptions(
  provider: ExecutionProvider,
  threads: number,
): InferenceSession.SessionOptions {
  return {
    executionProviders: [provider],
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
    logSeverityLevel: 4,
    // Idle threads would otherwise spin, and slow down every other process.
    extra: { session: { intra_op: { allow_spinning: '0' }, inter_op: { allow_spinning: '0' } } },
  };
}

/** @throws ModelError `model-external-data` when the ONNX file `bytes` names other files,
 *    `model-broken` when it is none */
export function refuseExternalData(bytes: Uint8Array, path: string): void {
  if (!mustBeRefused(bytes, path)) return;
  throw new ModelError(
    'model-external-data',
    `model '${basename(path)}' keeps its weights in other files — one self-contained file is expected`,
    { hint: 'Convert it with onnx.save_model(model, path, save_as_external_data=False).' },
  );
}

function mustBeRefused(bytes: Uint8Array, path: string): boolean {
  try {
    return namesExternalData(bytes);
  } catch (error) {
    throw brokenModel(path, error);
  }
}

function brokenModel(path: string, cause: unknown): ModelError {
  return new ModelError(
    'model-broken',
    `'${basename(path)}' is no ONNX model that can be loaded: ${messageOf(cause)}`,
    { hint: 'Get the file again, or export the model anew.', cause },
  );
}

/** What went wrong, in the words of whoever threw it. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
