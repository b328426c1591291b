import { Worker } from 'node:worker_threads';
import { toErrorRecord } from '../errors.js';
import type { ProcessReply } from './request-process.js';

/** The event loop stands still during a run, so a thread of its own notices a lost parent then. */
const PARENT_WATCH = `setInterval(() => {
  if (process.ppid !== ${process.ppid}) process.kill(process.pid, 'SIGKILL');
}, 500);`;

/** Makes this process one that a `RequestProcess` of its parent can ask. It ends with its parent.
 *  @param answer may report the finished fraction of its work, 0…1; what it throws, `ask` throws */
export function serveRequests<Request, Answer>(
  answer: (request: Request, onProgress: (fraction: number) => void) => Promise<Answer>,
): void {
  const send = (reply: ProcessReply<Answer>) => process.send?.(reply);
  const onProgress = (fraction: number) => send({ fraction });
  const reply = async (request: Request): Promise<ProcessReply<Answer>> => {
    try {
      const answered = await answer(request, onProgress);
      return { answer: answered, residentBytes: process.memoryUsage.rss() };
    } catch (error) {
      return { error: toErrorRecord(error), residentBytes: process.memoryUsage.rss() };
    }
  };
  new Worker(PARENT_WATCH, { eval: true, execArgv: [] });
  process.on('disconnect', () => process.exit());
  process.on('message', (request: Request) => void reply(request).then(send));
}
