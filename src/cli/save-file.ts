import { createWriteStream } from 'node:fs';
import { access, constants, copyFile, mkdir, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { InputError } from '../errors.js';
import { zipFiles, type ZipEntry } from '../store/zip-files.js';
import { writeWhole } from '../write-whole.js';

/** Copies a file of the data folder to `target`, where it appears whole or not at all.
 *  @returns the absolute path of the copy
 *  @throws InputError `bad-output` when it can't be written there */
export function saveFile(path: string, target: string): Promise<string> {
  return save(target, (partial) => copyFile(path, partial));
}

/** Packs files of the data folder into a zip at `target`, which appears whole or not at all.
 *  @returns the absolute path of the zip
 *  @throws InputError `bad-output` when it can't be written there */
export function saveZip(entries: readonly ZipEntry[], target: string): Promise<string> {
  return save(target, (partial) => pipeline(zipFiles(entries).stream, createWriteStream(partial)));
}

async function save(target: string, write: (partial: string) => Promise<void>): Promise<string> {
  const absolute = resolve(target);
  try {
    await mkdir(dirname(absolute), { recursive: true });
    await writeWhole(absolute, write);
  } catch (cause) {
    const isFull = (cause as NodeJS.ErrnoException).code === 'ENOSPC';
    throw new InputError(
      'bad-output',
      isFull ? `the disk of '${target}' is full` : `can't write '${target}'`,
      {
        hint: 'Choose another place with -o; the finished work is kept, so that takes a moment only.',
        cause,
      },
    );
  }
  return absolute;
}

/** Makes the folder of `target`, so that a command fails before its work and not after it.
 *  @throws InputError `bad-output` when no file can be written there */
export async function prepareTarget(target: string): Promise<void> {
  const path = resolve(target);
  const existing = await stat(path).catch(() => undefined); // Absent is the usual case.
  if (existing?.isDirectory()) {
    throw new InputError('bad-output', `'${target}' is a folder`, {
      hint: 'Name a file with -o, such as cover.wav.',
    });
  }
  try {
    await mkdir(dirname(path), { recursive: true });
    await access(dirname(path), constants.W_OK);
  } catch (cause) {
    throw new InputError('bad-output', `can't write to '${dirname(path)}'`, {
      hint: 'Choose another place with -o, or correct the permissions of that folder.',
      cause,
    });
  }
}
