import type { Logger } from 'pino';
import type { Registry } from 'prom-client';
import type { Config } from '../config.js';
import type { Uploads } from '../jobs/uploads.js';
import type { JobQueue } from '../jobs/job-queue.js';
import type { StepExecutor } from '../jobs/step-executor.js';
import type { FileStore } from '../store/file-store.js';
import type { VoiceImport } from '../studio/new-voices.js';
import type { JobKind } from '../studio/job-kinds.js';
import type { AboutDemoSong } from '../studio/steps/demo-song.js';
import type { CloneReport } from '../voices/clone/clone-voice.js';
import type { Voice } from '../voices/voice.js';

/** The voices of this installation. */
interface VoiceCatalogue {
  list(): Promise<readonly Voice[]> | readonly Voice[];
  /** @throws NotFoundError `no-such-voice` */
  get(id: string): Promise<Voice> | Voice;
  /** Path of a short recording of the voice, made at first use.
   *  @throws NotFoundError for an unknown voice */
  previewPath(id: string): Promise<string> | string;
  /** Takes a voice in from files, or from a direct link to one.
   *  @throws InputError that says what is wrong with it */
  import(
    from: { paths: readonly string[] } | { link: string },
    options: { name?: string; signal?: AbortSignal },
  ): Promise<VoiceImport>;
  /** Listens to recordings that a voice may be cloned from, and makes nothing of them. */
  check(paths: readonly string[], options: { signal?: AbortSignal }): Promise<CloneReport>;
  /** Path of a short recording of a blend that isn't in the library, made at first use.
   *  @throws NotFoundError for an unknown voice, InputError for voices that can't be blended */
  blendPreviewPath(blend: { from: string; with: string; mix: number }): Promise<string> | string;
  /** Takes a blend of two voices in.
   *  @throws NotFoundError for an unknown voice, InputError for voices that can't be blended */
  blend(request: {
    name: string;
    from: string;
    with: string;
    mix: number;
    distance?: number;
  }): Promise<Voice>;
  /** @throws NotFoundError for an unknown voice, InputError for a built-in one */
  remove(id: string): Promise<unknown>;
}

/** A model of `models/manifest.json`, or one that was imported, and whether its file is here. */
export interface ModelEntry {
  readonly id: string;
  readonly title: string;
  readonly purpose: string;
  /** The engine that it can be chosen for. */
  readonly engine?: string;
  readonly bytes: number;
  readonly licence: string;
  readonly licenceUrl?: string;
  /** What must be agreed to before it is downloaded. */
  readonly terms?: string;
  readonly sha256: string;
  readonly present: boolean;
}

/** The instruments of this installation. */
interface InstrumentCatalogue {
  /** What sampled instruments are played from. */
  soundFont(): Promise<{ name: string; path: string }>;
  /** Path of a few seconds of the instrument, made at first use.
   *  @throws NotFoundError `no-such-instrument` */
  previewPath(id: string): Promise<string> | string;
}

/** The models that this installation knows of. */
export interface ModelCatalogue {
  list(): Promise<readonly ModelEntry[]>;
}

/** All that the HTTP interface stands on, composed by `src/start`. */
export interface Services {
  readonly config: Config;
  readonly log: Logger;
  readonly version: string;
  /** Where `measureSteps` collects, for `GET /metrics`. */
  readonly stepRegistry: Registry;
  readonly queue: JobQueue;
  readonly files: FileStore;
  readonly uploads: Uploads;
  /** Runs the `probe` step on uploads, in a process of its own. */
  readonly execute: StepExecutor;
  readonly voices: VoiceCatalogue;
  readonly instruments: InstrumentCatalogue;
  readonly models: ModelCatalogue;
  readonly jobKinds: readonly JobKind[];
  /** The demo song: its file, and what is told of it. */
  demoSong(): Promise<AboutDemoSong & { path: string }>;
  /** The built web client; `dist/web` unless given. */
  readonly webDir?: string;
}
