/** Hardware that ONNX Runtime can run a model on, under its own names. */
export type ExecutionProvider = 'cuda' | 'cpu';

/** What is tried, in this order, when nothing else is asked for. */
export const PREFERRED_PROVIDERS: readonly ExecutionProvider[] = ['cuda', 'cpu'];

/** What an ONNX model is opened on. */
export interface SessionHardware {
  /** Tried in this order. */
  readonly providers: readonly ExecutionProvider[];
  readonly threads: number;
}
