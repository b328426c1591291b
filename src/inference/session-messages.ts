import type { ErrorRecord } from '../errors.js';
import type { ExecutionProvider } from './execution-provider.js';
import type { ModelMetadata } from './model-metadata.js';
import type { ModelSignature } from './model-signature.js';
import type { Tensors } from './tensor.js';

/** What the host asks a session process; each request gets one reply before the next is sent. */
export type SessionRequest = LoadRequest | { kind: 'run'; feeds: Tensors };

/** Asks a session process to load its model, once. */
export interface LoadRequest {
  kind: 'load';
  path: string;
  /** Checked on the bytes that are loaded, when given. */
  sha256?: string;
  /** Tried in this order. */
  providers: readonly ExecutionProvider[];
  threads: number;
}

/** What a session process answers, with the memory that it then holds. */
export type SessionReply = { residentBytes: number } & (
  | { kind: 'loaded'; info: SessionInfo }
  | { kind: 'outputs'; outputs: Tensors }
  | { kind: 'failed'; error: ErrorRecord }
);

/** What is known of a model once it is loaded. */
export interface SessionInfo extends ModelSignature {
  /** The hardware that runs it. */
  readonly provider: ExecutionProvider;
  /** Preferred hardware that couldn't be used, and why. */
  readonly unavailable: readonly { provider: ExecutionProvider; reason: string }[];
  /** What its exporter wrote of it: a stranger's words. */
  readonly metadata: ModelMetadata;
}
