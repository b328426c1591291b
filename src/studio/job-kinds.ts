import type { z } from 'zod';
import type { Config } from '../config.js';
import { requireInstrument } from '../instruments/catalogue.js';
import type { Plan } from '../jobs/plan.js';
import { MUSICGEN } from '../songs/musicgen/music-model.js';
import type { Voice } from '../voices/voice.js';
import { planConversion } from './conversion.js';
import { castOf, requireWithinSong } from './cast.js';
import { coverTitle, planCover } from './cover.js';
import { requireShortEnough } from './decode-limits.js';
import {
  instrumentChoice,
  listenerChoice,
  presentVoiceEngine,
  separatorChoice,
  singingEngines,
  trackerChoice,
} from './engines.js';
import { planInstrumental } from './instrumental.js';
import { planGeneratedSong } from './generated-song.js';
import { planMaster } from './mastering.js';
import { planReport } from './measuring.js';
import { mixTitle, nameStems, planMix } from './mixing.js';
import {
  conversionRequestSchema,
  coverRequestSchema,
  instrumentalRequestSchema,
  masterRequestSchema,
  mixRequestSchema,
  reportRequestSchema,
  separationRequestSchema,
  type SourceRequest,
} from './requests.js';
import { planSeparation } from './separation.js';
import { composeRequest } from './compose-request.js';
import { planSongJob, singerNotes } from './song.js';
import { songRequestSchema } from './song-request.js';
import { identifyFont } from '../instruments/choose-font.js';
import { sourceTitle, type Source } from './source.js';

/** What planning needs to know of this installation. */
interface PlanContext {
  config: Config;
  /** What a user named as a source, looked up.
   *  @throws NotFoundError for an unknown upload, InputError for a link that can't be opened */
  source: (asked: SourceRequest) => Source;
  /** @throws NotFoundError */
  voice: (id: string) => Promise<Voice> | Voice;
}

/** A job that can be queued or run. */
interface PlannedJob {
  title: string;
  plan: Plan;
}

/** One kind of work that users can ask for: `POST /api/v1/<path>`, and a verb of the CLI. */
export interface JobKind<Schema extends z.ZodType = z.ZodType> {
  kind: string;
  path: string;
  summary: string;
  schema: Schema;
  /** @throws NotFoundError for an unknown voice or upload, InputError for engines that can't do it */
  plan(request: z.output<Schema>, context: PlanContext): Promise<PlannedJob>;
}

/** `canto cover`, `POST /covers`. */
export const coverJob: JobKind<typeof coverRequestSchema> = {
  kind: 'cover',
  path: 'covers',
  summary: 'A song with its lead sung by another voice',
  schema: coverRequestSchema,
  async plan(request, { source: lookUp, voice: find, config }) {
    const source = lookUp(request.source);
    requireShortEnough(source, config, 'whole');
    if ('blob' in source && source.durationSeconds !== undefined) {
      requireWithinSong(request.cast.second?.at ?? [], source.durationSeconds);
    }
    const cast = await castOf(request, async (id, part) => {
      const voice = await find(id);
      // The other voices may be of another kind: theirs is the best one.
      const engine = part === 'lead' ? request.engine : undefined;
      return { voice, engine: await presentVoiceEngine(voice, engine, config) };
    });
    const engines = {
      separator: await separatorChoice({ ...request, stems: 2 }, config),
      pitch: await trackerChoice(request.pitchEngine, config),
    };
    return {
      title: coverTitle(source, cast),
      plan: planCover(request, { source, cast, engines }),
    };
  },
};

/** `canto separate`, `POST /separations`. */
export const separationJob: JobKind<typeof separationRequestSchema> = {
  kind: 'separation',
  path: 'separations',
  summary: 'The stems of a song',
  schema: separationRequestSchema,
  async plan(request, { source: lookUp, config }) {
    const source = lookUp(request.source);
    requireShortEnough(source, config, 'stretches');
    const engine = await separatorChoice(request, config);
    return {
      title: `${sourceTitle(source)} · stems`,
      plan: planSeparation(request, { source, engine }),
    };
  },
};

/** `canto convert`, `POST /conversions`. */
export const conversionJob: JobKind<typeof conversionRequestSchema> = {
  kind: 'conversion',
  path: 'conversions',
  summary: 'An unaccompanied vocal sung by another voice',
  schema: conversionRequestSchema,
  async plan(request, { source: lookUp, voice: find, config }) {
    const source = lookUp(request.source);
    requireShortEnough(source, config, 'whole');
    const voice = await find(request.voice);
    const engines = await singingEngines(request, voice, config);
    return {
      title: `${sourceTitle(source)} · ${voice.name}`,
      plan: planConversion(request, { source, voice, engines }),
    };
  },
};

/** `canto master`, `POST /masters`. */
export const masterJob: JobKind<typeof masterRequestSchema> = {
  kind: 'master',
  path: 'masters',
  summary: 'A mix at release loudness',
  schema: masterRequestSchema,
  plan(request, { source: lookUp, config }) {
    const source = lookUp(request.source);
    const reference = request.reference && lookUp(request.reference);
    for (const each of [source, ...(reference ? [reference] : [])]) {
      requireShortEnough(each, config, 'whole');
    }
    return Promise.resolve({
      title: `${sourceTitle(source)} · master`,
      plan: planMaster(request, { source, reference }),
    });
  },
};

/** `canto mix`, `POST /mixes`. */
export const mixJob: JobKind<typeof mixRequestSchema> = {
  kind: 'mix',
  path: 'mixes',
  summary: 'Stems, mixed by ear or as a session says, and mastered',
  schema: mixRequestSchema,
  plan(request, { source: lookUp, config }) {
    const stems = nameStems(request.stems, lookUp);
    for (const { source } of stems) requireShortEnough(source, config, 'whole');
    return Promise.resolve({
      title: `${mixTitle(stems)} · mix`,
      plan: planMix(request, stems),
    });
  },
};

/** `canto instrument`, `POST /instrumentals`. */
export const instrumentalJob: JobKind<typeof instrumentalRequestSchema> = {
  kind: 'instrumental',
  path: 'instrumentals',
  summary: 'A hum, played by an instrument, as sound and as notes',
  schema: instrumentalRequestSchema,
  async plan(request, { source: lookUp, config }) {
    const source = lookUp(request.source);
    requireShortEnough(source, config, 'whole');
    const backing = request.backing && lookUp(request.backing);
    if (backing) requireShortEnough(backing, config, 'whole');
    const instrument = requireInstrument(request.instrument);
    const engines = await listenerChoice(request, instrument, config);
    return {
      title: `${sourceTitle(source)} · ${instrument.name}`,
      plan: planInstrumental(request, {
        source,
        backing,
        engines,
        instrument: await instrumentChoice(instrument, config),
      }),
    };
  },
};

/** `canto report`, `POST /reports`. */
export const reportJob: JobKind<typeof reportRequestSchema> = {
  kind: 'report',
  path: 'reports',
  summary: 'The quality of a recording: measured, judged and drawn',
  schema: reportRequestSchema,
  plan(request, { source: lookUp, config }) {
    const source = lookUp(request.source);
    requireShortEnough(source, config, 'stretches');
    return Promise.resolve({
      title: `${sourceTitle(source)} · report`,
      plan: planReport(request, { source }),
    });
  },
};

/** Who sings where nobody is named: built-in voices. */
const USUAL_VOICES = { female: 'kathleen', male: 'flemishguy' } as const;

/** `canto song`, `POST /songs`. */
export const songJob: JobKind<typeof songRequestSchema> = {
  kind: 'song',
  path: 'songs',
  summary: 'A song from words: composed, sung, played, mixed and mastered; or made by MusicGen',
  schema: songRequestSchema,
  async plan(request, { voice: find, config }) {
    if (request.engine === MUSICGEN) return planGeneratedSong(request, config);
    const numbers = Array.from({ length: request.variations }, (_, n) => n + 1);
    const named = request.voice === undefined ? undefined : await find(request.voice);
    const compose = (voice?: Voice) =>
      numbers.map((number) => composeRequest(request, number, voice && singerNotes(voice)).song);
    const { vocal } = compose(named)[0].plan;
    const singer = named ?? (vocal === 'none' ? undefined : await find(USUAL_VOICES[vocal]));
    const songs = compose(singer);
    return {
      title: songs[0].plan.title,
      plan: planSongJob(request, {
        songs,
        ...(singer && {
          singer: { voice: singer, engine: await presentVoiceEngine(singer, undefined, config) },
        }),
        soundFont: await identifyFont(config.soundFont),
      }),
    };
  },
};

/** Every kind of work, in the order of the documentation. */
export const jobKinds: readonly JobKind[] = [
  songJob,
  coverJob,
  separationJob,
  conversionJob,
  instrumentalJob,
  mixJob,
  masterJob,
  reportJob,
];
