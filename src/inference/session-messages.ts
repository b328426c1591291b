import type { ExecutionProvider, SessionHardware } from './execution-provider.js';
import type { ModelMetadata } from './model-metadata.js';
import type { ModelSignature } from './model-signature.js';
import type { Tensors } from './tensor.js';

/** What the host asks a session process; each request gets one reply before the next is sent. */
export type SessionRequest = LoadRequest | { kind: 'run'; feeds: Tensors };

/** Where a model comes from. */
export interface ModelSource {
  readonly path: string;
  /** Where in the file it lies; all of it by default. */
  readonly part?: { readonly at: number; readonly bytes: number };
  /** Checked on the bytes that are loaded, when given. */
  readonly sha256?: string;
  /** For weights that are no ONNX file: what makes one of them, in the session process. */
  readonly build?: ModelBuilder;
}

/** A function of the code that makes an ONNX file of weights. */
export interface ModelBuilder {
  /** URL of a module that exports `buildModel(bytes, settings)`. */
  readonly module: string;
  readonly settings: { readonly [name: string]: string | number | boolean | readonly number[] };
}

/** Asks a session process to load its model, once. */
export interface LoadRequest extends ModelSource, SessionHardware {
  kind: 'load';
}

/** What a session process answers. */
export type SessionAnswer =
  { kind: 'loaded'; info: SessionInfo } | { kind: 'outputs'; outputs: Tensors };

/** What is known of a model once it is loaded. */
export interface SessionInfo extends ModelSignature {
  /** The hardware that runs it. */
  readonly provider: ExecutionProvider;
  /** Preferred hardware that couldn't be used, and why. */
  readonly unavailable: readonly { provider: ExecutionProvider; reason: string }[];
  /** What its exporter wrote of it: a stranger's words. */
  readonly metadata: ModelMetadata;
}
