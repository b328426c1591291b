import { basename } from 'node:path';
import { RequestProcess } from './request-process.js';
import type {
  LoadRequest,
  SessionAnswer,
  SessionInfo,
  SessionRequest,
} from './session-messages.js';
import type { Tensors } from './tensor.js';

/** A child process that holds one model. */
export class SessionProcess extends RequestProcess<SessionRequest, SessionAnswer> {
  constructor(readonly path: string) {
    super(new URL('./session-child.js', import.meta.url), basename(path));
  }

  async load(request: Omit<LoadRequest, 'kind'>, signal?: AbortSignal): Promise<SessionInfo> {
    return (await this.ask({ kind: 'load', ...request }, 'loaded', { signal })).info;
  }

  async run(feeds: Tensors, signal?: AbortSignal): Promise<Tensors> {
    return (await this.ask({ kind: 'run', feeds }, 'outputs', { signal })).outputs;
  }
}
