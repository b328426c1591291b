import { openJobData } from '../../src/jobs/job-data.js';
import { openJobQueue } from '../../src/jobs/open-job-queue.js';
import { configOf, executeHere, executeInProcess } from './fake-jobs.js';

/** A server without HTTP, to be killed: works on the jobs of the data folder in its first argument,
 *  with steps in this process (`here`) or in others by the second one; says "ready" on stdout when
 *  it has begun, and ends when all jobs have. */
const execute = process.argv[3] === 'here' ? executeHere : executeInProcess;
const config = configOf(process.argv[2]);
const data = await openJobData(config);
const queue = await openJobQueue(data, { execute, config });
console.log('ready');
for (const job of await queue.list()) {
  for await (const event of queue.events(job.id)) console.log(event.type, event.job.stage);
}
await queue.shutdown();
data.close();
