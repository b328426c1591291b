import { audioData } from '../../audio/audio-data.js';
import { dbToGain } from '../../dsp/decibels.js';
import type { PlayedNote } from '../../score/played-note.js';
import { midiToHertz, pitchOver } from '../bend.js';
import type { Instrument } from '../instrument.js';
import { fadeEnd } from '../fade-end.js';
import { badFont } from './bad-font.js';
import type { FontSample } from './font-records.js';
import { GENERATOR } from './generators.js';
import { regionsOfPreset, type Region } from './regions.js';
import { sampleTuning } from './sample-tuning.js';
import type { LoadedSample, SoundFont } from './sound-font.js';
import { playNotes, STRENGTH_STEP, type NotePlayer } from '../note-player.js';
import { playVoice, type StereoTarget } from './voice.js';
import { FONT_VELOCITY_POWER, voiceSettings, type VoiceSettings } from './voice-settings.js';

/** Which sound of a font, and how it is played. */
export interface SampledSound {
  /** General MIDI programs (0 …), the preferred first: the first that the font has is played. */
  programs: readonly number[];
  /** Drum kits don't mind when keys are let go, and are in no tuning. */
  isKit?: boolean;
  gainDb?: number;
}

const DRUM_BANK = 128;
/** Brings a note of middle strength of the usual fonts to the level of Canto's own instruments. */
const FONT_GAIN_DB = -6;

/** Plays a sound of `font`. */
export function sampledPlayer(
  font: () => Promise<SoundFont>,
  sound: SampledSound,
): Instrument['play'] {
  return async (notes, options) => {
    const { sampleRate } = options;
    const keyboard = new Keyboard(await font(), sound);
    await keyboard.load(notes);
    const player: NotePlayer = {
      ...{ numberOfChannels: 2, velocityPower: FONT_VELOCITY_POWER, takes: 1 },
      sound: (note, [left, right]) => keyboard.sound(note, { sampleRate, left, right }),
      chokeClass: (note) => keyboard.chokeClass(note),
    };
    return fadeEnd(audioData(sampleRate, await playNotes(player, notes, options)));
  };
}

interface Sample {
  header: FontSample;
  loaded: LoadedSample;
}

/** A sound of a font with the recordings that some notes need. */
class Keyboard {
  readonly #regions: readonly Region[];
  readonly #samples = new Map<Region, Sample>();
  readonly #tunings = new Map<Region, number>();

  constructor(
    private readonly font: SoundFont,
    private readonly kind: SampledSound,
  ) {
    this.#regions = findRegions(font, kind);
  }

  async load(notes: readonly PlayedNote[]): Promise<void> {
    const used = new Set(
      notes.flatMap(({ pitch, velocity }) =>
        // Notes are made somewhat stronger than they are played: what lies next to them counts too.
        [velocity, velocity + STRENGTH_STEP].flatMap((v) => this.#regionsFor(pitch, v).regions),
      ),
    );
    for (const region of used) this.#samples.set(region, await this.#sampleOf(region));
  }

  /** Adds a note that begins at 0 s. */
  sound(note: PlayedNote, target: StereoTarget): number {
    const { key, regions } = this.#regionsFor(note.pitch, note.velocity);
    const releaseSeconds = this.kind.isKit ? Infinity : note.endSeconds;
    const lengths = regions.map((region) =>
      playVoice(target, this.#settings(region, note, key), {
        releaseSeconds,
        pitchAt: pitchOver(note),
      }),
    );
    return Math.max(0, ...lengths);
  }

  chokeClass({ pitch, velocity }: PlayedNote): string | undefined {
    const classes = this.#regionsFor(pitch, velocity).regions.map((region) =>
      region.value(GENERATOR.exclusiveClass),
    );
    return classes.find((each) => each !== 0)?.toString();
  }

  /** The regions for a note, or those for the nearest key that has any. */
  #regionsFor(pitch: number, velocity: number): { key: number; regions: Region[] } {
    const wanted = Math.round(pitch);
    const level = Math.min(127, Math.max(1, Math.round(velocity * 127)));
    for (let distance = 0; distance < 128; distance++) {
      for (const key of [wanted - distance, wanted + distance]) {
        const regions = this.#regions.filter((region) => region.covers(key, level));
        if (regions.length > 0) return { key, regions };
      }
    }
    return { key: wanted, regions: [] };
  }

  #settings(region: Region, { velocity }: PlayedNote, key: number): VoiceSettings {
    const sample = this.#samples.get(region);
    if (!sample) throw new Error('a recording was not loaded before it was played');
    const tuningCents = this.kind.isKit ? 0 : this.#tuningOf(region, sample);
    return louder(voiceSettings(region, sample, { key, velocity, tuningCents }), this.kind.gainDb);
  }

  async #sampleOf({ sampleIndex }: Region): Promise<Sample> {
    const header = this.font.records.samples[sampleIndex];
    if (!header?.isReadable) throw badFont('it plays a recording that it doesn’t hold');
    return { header, loaded: await this.font.sample(sampleIndex) };
  }

  #tuningOf(region: Region, sample: Sample): number {
    const tuning = this.#tunings.get(region) ?? tuningOfRegion(region, sample);
    this.#tunings.set(region, tuning);
    return tuning;
  }
}

function findRegions(
  { records, name }: SoundFont,
  { programs, isKit }: SampledSound,
): readonly Region[] {
  for (const program of programs) {
    const regions = regionsOfPreset(records, { bank: isKit ? DRUM_BANK : 0, program });
    if (regions) return regions;
  }
  throw badFont(`'${name}' has no General MIDI program ${programs[0] + 1}`);
}

function tuningOfRegion(
  region: Region,
  sample: { header: FontSample; loaded: LoadedSample },
): number {
  if (region.value(GENERATOR.scaleTuning) !== 100) return 0;
  const root = region.value(GENERATOR.rootKey);
  const cents =
    100 * region.value(GENERATOR.coarseTune) +
    region.value(GENERATOR.fineTune) +
    sample.header.correctionCents;
  return sampleTuning(
    sample,
    midiToHertz((root >= 0 ? root : sample.header.originalKey) - cents / 100),
  );
}

function louder(settings: VoiceSettings, gainDb = 0): VoiceSettings {
  const gain = dbToGain(gainDb + FONT_GAIN_DB);
  return {
    ...settings,
    gainLeft: settings.gainLeft * gain,
    gainRight: settings.gainRight * gain,
  };
}
