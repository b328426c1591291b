/** Everything that Canto reports to a user is one of these kinds; HTTP statuses are mapped in
 *  `src/http/error-handler.ts`, exit codes in `src/cli/exit-code.ts`. */
export type ErrorKind = 'input' | 'not-found' | 'model' | 'cancelled' | 'internal';

interface ErrorOptions {
  /** What the user can do next, as one sentence. */
  hint?: string;
  details?: Record<string, unknown>;
  cause?: unknown;
}

/** A failure with a stable `code` (kebab-case), a message that names the subject, what was
 *  expected and what was found, and a hint that says what to do next. */
export class AppError extends Error {
  readonly hint?: string;
  readonly details?: Record<string, unknown>;

  constructor(
    readonly kind: ErrorKind,
    readonly code: string,
    message: string,
    options: ErrorOptions = {},
  ) {
    super(message, { cause: options.cause });
    this.name = 'AppError';
    this.hint = options.hint;
    this.details = options.details;
  }
}

/** The user's file, link or setting can't be used. */
export class InputError extends AppError {
  constructor(code: string, message: string, options?: ErrorOptions) {
    super('input', code, message, options);
    this.name = 'InputError';
  }
}

/** A voice, job, upload, model … of that name doesn't exist. */
export class NotFoundError extends AppError {
  constructor(code: string, message: string, options?: ErrorOptions) {
    super('not-found', code, message, options);
    this.name = 'NotFoundError';
  }
}

/** A model or tool is missing, broken or refused; the hint names the command that gets it. */
export class ModelError extends AppError {
  constructor(code: string, message: string, options?: ErrorOptions) {
    super('model', code, message, options);
    this.name = 'ModelError';
  }
}

/** The user, or a shutdown, stopped the work. */
export class CancelledError extends AppError {
  constructor(message = 'the work was cancelled', options?: ErrorOptions) {
    super('cancelled', 'cancelled', message, options);
    this.name = 'CancelledError';
  }
}

/** An error as plain data: what travels between processes, into the job store and over HTTP. */
export interface ErrorRecord {
  kind: ErrorKind;
  code: string;
  message: string;
  hint?: string;
  details?: Record<string, unknown>;
}

/** Plain data of any thrown value; what is no `AppError` becomes kind `internal`. */
export function toErrorRecord(error: unknown): ErrorRecord {
  if (error instanceof AppError) {
    const { kind, code, message, hint, details } = error;
    return { kind, code, message, ...(hint && { hint }), ...(details && { details }) };
  }
  const message = error instanceof Error ? error.message : String(error);
  return { kind: 'internal', code: 'internal', message };
}

/** The error that `record` describes, to be thrown again on this side of a process boundary. */
export function fromErrorRecord(record: ErrorRecord): AppError {
  const { kind, code, message, hint, details } = record;
  const options = { hint, details };
  if (kind === 'input') return new InputError(code, message, options);
  if (kind === 'not-found') return new NotFoundError(code, message, options);
  if (kind === 'model') return new ModelError(code, message, options);
  if (kind === 'cancelled') return new CancelledError(message, options);
  return new AppError(kind, code, message, options);
}

/** Throws `CancelledError` once `signal` is aborted. */
export function throwIfCancelled(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw new CancelledError();
}
