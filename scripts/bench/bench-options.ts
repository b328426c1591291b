export interface BenchOptions {
  /** A folder of the benchmark's own. */
  dir: string;
  /** A song to use instead of the demo song, repeated to 3 minutes. */
  song?: string;
  /** A voice of RVC, a .pth. */
  voice?: string;
  /** A folder that the npm package rvc-onnx-web was installed into. */
  peer?: string;
}
