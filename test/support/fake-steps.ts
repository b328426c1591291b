import { spawn } from 'node:child_process';
import { appendFile, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { InputError } from '../../src/errors.js';
import type { StepContext, StepFunction } from '../../src/jobs/plan.js';
import { checkpoint } from '../../src/progress.js';

/** Small steps that behave like the real ones, well or badly. Each notes in the file
 *  `settings.log` that it ran, so that tests can count. */

/** Joins its inputs and `settings.text` into `text.txt`. */
async function joinTexts(context: StepContext): Promise<{ length: number }> {
  await note(context, 'join');
  const parts = [];
  for (const name of Object.keys(context.files).sort()) {
    parts.push(await readFile(context.files[name], 'utf8'));
  }
  const { settings, data } = context;
  const text = [...parts, settings.text as string, JSON.stringify(data)].join('|');
  await writeFile(join(context.outputDir, 'text.txt'), text);
  return { length: text.length };
}

/** Like `join`, over `settings.ms`, with half a file lying around meanwhile. */
async function slow(context: StepContext): Promise<{ length: number }> {
  await note(context, 'slow');
  await writeFile(join(context.outputDir, 'text.txt'), 'half of it');
  const turns = Math.ceil(Number(context.settings.ms) / 20);
  for (let turn = 0; turn < turns; turn++) {
    await setTimeout(20);
    await checkpoint(context, turn / turns);
  }
  return joinTexts(context);
}

/** Refuses its input. */
async function refuse(context: StepContext): Promise<null> {
  await note(context, 'refuse');
  throw new InputError('not-audio', 'that is no song', { hint: 'Bring a song.' });
}

/** Has a bug. */
function bug(): Promise<null> {
  return Promise.reject(new TypeError('undefined is not a song'));
}

/** Ends without a word: by exit code, or by signal. */
async function die(context: StepContext): Promise<null> {
  await note(context, 'die');
  console.error('last words');
  const { how } = context.settings;
  if (typeof how === 'number') process.exit(how);
  process.kill(process.pid, how as NodeJS.Signals);
  return new Promise(() => undefined);
}

/** Notes its process id, and then never gives the event loop a turn. */
async function hang(context: StepContext): Promise<null> {
  await note(context, `${process.pid}`);
  for (;;);
}

/** Starts a program and waits for it for ever; notes both processes' ids. */
async function employ(context: StepContext): Promise<null> {
  const program = spawn('sleep', ['1000'], { stdio: 'inherit' });
  await note(context, `${process.pid}\n${program.pid}`);
  await writeFile(join(context.outputDir, 'half.wav'), 'half of it');
  return new Promise(() => undefined);
}

/** Refuses while the file `settings.obstacle` is there. */
async function mayFail(context: StepContext): Promise<null> {
  await note(context, 'may-fail');
  const obstacle = await readFile(context.settings.obstacle as string).catch(() => undefined);
  if (obstacle) throw new InputError('not-audio', 'that is no song');
  await writeFile(join(context.outputDir, 'text.txt'), 'made it');
  return null;
}

/** Writes `settings.bytes` bytes of `settings.letter`. */
async function fill({ settings, outputDir }: StepContext): Promise<null> {
  await writeFile(
    join(outputDir, 'fill'),
    (settings.letter as string).repeat(Number(settings.bytes)),
  );
  return null;
}

async function note({ settings }: StepContext, line: string): Promise<void> {
  if (settings.log) await appendFile(settings.log as string, `${line}\n`);
}

export const stepFunctions: { [kind: string]: () => Promise<StepFunction> } = {
  join: () => Promise.resolve(joinTexts),
  slow: () => Promise.resolve(slow),
  refuse: () => Promise.resolve(refuse),
  bug: () => Promise.resolve(bug),
  die: () => Promise.resolve(die),
  hang: () => Promise.resolve(hang),
  employ: () => Promise.resolve(employ),
  'may-fail': () => Promise.resolve(mayFail),
  fill: () => Promise.resolve(fill),
};
