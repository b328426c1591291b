import { InputError } from '../../errors.js';

/** What is wrong with a checkpoint, before its file's name is known. */
export class CheckpointProblem extends Error {
  constructor(
    readonly found: string,
    readonly isUnsafe = false,
  ) {
    super(found);
  }
}

const BROKEN_HINT = 'Download it again: it may be incomplete, or no PyTorch file at all.';
const UNSAFE_HINT =
  'Nothing of it was run. Get the file from somebody you trust, or ask for one without code in it.';

/** Runs `read`; problems of the checkpoint come out as errors that name the file.
 *  @throws InputError `bad-checkpoint`, `unsafe-checkpoint` */
export function namingCheckpoint<T>(name: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof CheckpointProblem) throw named(name, error);
    // Reads outside of the file.
    if (error instanceof RangeError) throw named(name, new CheckpointProblem('it is cut short'));
    throw error;
  }
}

function named(name: string, { found, isUnsafe }: CheckpointProblem): InputError {
  return new InputError(
    isUnsafe ? 'unsafe-checkpoint' : 'bad-checkpoint',
    `'${name}' is no checkpoint that can be used: ${found}`,
    { hint: isUnsafe ? UNSAFE_HINT : BROKEN_HINT },
  );
}
