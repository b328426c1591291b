import type { SessionHardware } from '../execution-provider.js';
import type { SessionInfo } from '../session-messages.js';
import type { GeneratorConfig } from './generator-config.js';
import type { ModelFiles } from './model-files.js';
import type { TokenStreams } from './token-streams.js';

/** What is asked of the process that holds a generator. */
export type GenerationRequest = LoadGenerator | GenerateTokens;

/** Asks it to load its model, once. */
export interface LoadGenerator extends SessionHardware {
  kind: 'load';
  /** Absolute. */
  folder: string;
  /** Those in it that are used. */
  files: ModelFiles;
  config: GeneratorConfig;
}

/** Asks it for more sound. */
export interface GenerateTokens {
  kind: 'generate';
  /** What it should sound like, in words. */
  prompt: string;
  /** What it goes on from. */
  before: TokenStreams;
  /** Complete frames to be added. */
  frames: number;
  /** How much more the words count than the habit of music (classifier-free guidance); above 1. */
  guidance: number;
  /** A whole number from 0 to 2^53. */
  seed: number;
}

/** What it answers. */
export type GenerationAnswer = LoadedGenerator | GeneratedTokens;

/** It is ready. */
export type LoadedGenerator = { kind: 'loaded' } & Pick<SessionInfo, 'provider' | 'unavailable'>;

/** `before` with what follows. */
export interface GeneratedTokens {
  kind: 'generated';
  streams: TokenStreams;
  /** All complete frames as mono sound. */
  samples: Float32Array;
}
