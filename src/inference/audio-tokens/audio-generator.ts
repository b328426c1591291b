import { readFile, stat } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { basename, join, resolve } from 'node:path';
import type { RunOptions } from '../../progress.js';
import { PREFERRED_PROVIDERS, type SessionHardware } from '../execution-provider.js';
import { expectedBytes, refuseOversized } from '../memory-demand.js';
import { RequestProcess } from '../request-process.js';
import type { SessionInfo } from '../session-messages.js';
import type {
  GeneratedTokens,
  GenerateTokens,
  GenerationAnswer,
  GenerationRequest,
} from './generation-messages.js';
import { readGeneratorConfig, type GeneratorConfig } from './generator-config.js';
import { findModelFiles, type ModelFiles } from './model-files.js';

/** What is known of a generator once it is loaded. */
export type GeneratorInfo = GeneratorConfig & Pick<SessionInfo, 'provider' | 'unavailable'>;

/** A loaded model that writes audio as tokens, in a process of its own. Close it when done. */
export interface AudioGenerator {
  readonly info: GeneratorInfo;
  /** Goes on from what there is. Cancelling ends the process at once: nothing more comes from it.
   *  @throws CancelledError, ModelError `inference-crashed`, `inference-failed`, `model-unfit` */
  generate(request: Omit<GenerateTokens, 'kind'>, run?: RunOptions): Promise<GeneratedTokens>;
  close(): Promise<void>;
}

/** Loads the model in `folder`, which is laid out as on the hubs, or as exporters leave it. All of
 *  the machine's cores work on it by default.
 *  @throws ModelError when it is incomplete, too large, broken, refused, or of another kind */
export async function openAudioGenerator(
  folder: string,
  { signal, ...hardware }: Partial<SessionHardware> & { signal?: AbortSignal } = {},
): Promise<AudioGenerator> {
  const name = basename(folder);
  const files = await findModelFiles(folder);
  const config = readGeneratorConfig(await readFile(join(folder, 'config.json'), 'utf8'));
  refuseOversized(name, expectedBytes(await weightBytes(folder, files)));
  const url = new URL('./generation-child.js', import.meta.url);
  const process = new RequestProcess<GenerationRequest, GenerationAnswer>(url, name);
  const close = async () => {
    process.kill();
    await process.ended;
  };
  const { providers = PREFERRED_PROVIDERS, threads = availableParallelism() } = hardware;
  const where = { folder: resolve(folder), files, config };
  try {
    const request = { kind: 'load' as const, ...where, providers, threads };
    const { provider, unavailable } = await process.ask(request, 'loaded', { signal });
    return {
      info: { ...config, provider, unavailable },
      generate: (request, run) => process.ask({ kind: 'generate', ...request }, 'generated', run),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

async function weightBytes(folder: string, { networks }: ModelFiles): Promise<number> {
  const sizes = await Promise.all(
    networks.map(async (path) => (await stat(join(folder, path))).size),
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}
