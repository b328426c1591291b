import { dbToGain } from '../../dsp/decibels.js';
import type { EnvelopeTimes } from './envelope.js';
import type { FontModulator, FontSample } from './font-records.js';
import { GENERATOR, hertzOfCents, secondsOfTimecents, type FontGenerator } from './generators.js';
import type { Region } from './regions.js';
import type { LoadedSample } from './sound-font.js';

/** A low-frequency oscillator of a voice. */
interface VoiceLfo {
  hertz: number;
  delaySeconds: number;
  pitchCents: number;
  filterCents: number;
  volumeDb: number;
}

/** Everything that a voice needs to sound. Places are in values of `samples`. */
export interface VoiceSettings {
  samples: Float32Array;
  loop: { start: number; end: number; isLeftOnRelease: boolean } | undefined;
  start: number;
  end: number;
  /** Values of `samples` per second at which MIDI number `rootPitch` is heard. */
  valuesPerSecond: number;
  rootPitch: number;
  /** Semitones per key: 1, or less for what hardly follows the keys. */
  keyTracking: number;
  gainLeft: number;
  gainRight: number;
  volume: EnvelopeTimes;
  modulation: EnvelopeTimes & { pitchCents: number; filterCents: number };
  lfos: readonly VoiceLfo[];
  filterCents: number;
  filterQDb: number;
}

/** Loudness goes with velocity to this power: SoundFonts have it so. */
export const FONT_VELOCITY_POWER = 2;

/** An E-mu habit that fonts rely on: attenuation counts for this share only. */
const ATTENUATION_SHARE = 0.4;
/** A key that is let go never stops the sound faster than this, which would click. */
const SHORTEST_RELEASE_SECONDS = 0.012;
/** Attacks below this are none: the recording begins softly enough. */
const NO_ATTACK_SECONDS = 0.0015;
/** Softer notes are darker: by an octave at half the velocity. The standard's own rule for it was
 *  understood in three ways; this is the gentlest. */
const SOFT_FILTER_CENTS = -2400;

/** Settings of `region` for a note.
 *  @param key 0 … 127, that is played
 *  @param velocity 0 … 1
 *  @param tuningCents by how much the recording is sharper than the font believes */
export function voiceSettings(
  region: Region,
  { header, loaded }: { header: FontSample; loaded: LoadedSample },
  { key, velocity, tuningCents }: { key: number; velocity: number; tuningCents: number },
): VoiceSettings {
  const value = (id: FontGenerator) => region.value(id) + modulated(region, id, { key, velocity });
  const places = placesOf(region, header, loaded);
  const root = region.value(GENERATOR.rootKey);
  const tune =
    value(GENERATOR.coarseTune) * 100 + value(GENERATOR.fineTune) + header.correctionCents;
  return {
    samples: loaded.samples,
    ...places,
    valuesPerSecond: loaded.sampleRate * 2 ** ((tune - tuningCents) / 1200),
    rootPitch: root >= 0 ? root : Math.min(127, header.originalKey),
    keyTracking: value(GENERATOR.scaleTuning) / 100,
    ...panned(gainOf(value(GENERATOR.attenuation), velocity), value(GENERATOR.pan)),
    volume: volumeEnvelope(value, key),
    modulation: modulationEnvelope(value, key),
    lfos: [modulationLfo(value), vibrato(value)].filter(isHeard),
    filterCents: value(GENERATOR.filterCutoff) + SOFT_FILTER_CENTS * (1 - velocity),
    filterQDb: Math.max(0, value(GENERATOR.filterQ) / 10),
  };
}

function placesOf(region: Region, header: FontSample, { oversampling, origin }: LoadedSample) {
  const at = (place: number, fine: FontGenerator, coarse: FontGenerator) =>
    origin +
    (place - header.start + region.value(fine) + 32_768 * region.value(coarse)) * oversampling;
  const last = origin + (header.end - header.start) * oversampling;
  const clamped = (place: number) => Math.max(origin, Math.min(last, place));
  const start = clamped(at(header.start, GENERATOR.startOffset, GENERATOR.startCoarseOffset));
  const end = clamped(at(header.end, GENERATOR.endOffset, GENERATOR.endCoarseOffset));
  const loopStart = at(
    header.loopStart,
    GENERATOR.loopStartOffset,
    GENERATOR.loopStartCoarseOffset,
  );
  const loopEnd = at(header.loopEnd, GENERATOR.loopEndOffset, GENERATOR.loopEndCoarseOffset);
  const mode = region.value(GENERATOR.sampleModes) & 3;
  const isLooped = (mode === 1 || mode === 3) && loopStart >= start && loopEnd <= last;
  const loop =
    isLooped && loopEnd - loopStart >= 2 * oversampling
      ? { start: loopStart, end: loopEnd, isLeftOnRelease: mode === 3 }
      : undefined;
  return { start, end: Math.max(end, start), loop };
}

/** What the modulators of a zone add to generator `id` for a note: those from velocity and key. */
function modulated(
  { modulators }: Region,
  id: FontGenerator,
  note: { key: number; velocity: number },
): number {
  let sum = 0;
  for (const { destination, source, amount, amountSource } of modulators) {
    if (destination !== id) continue;
    const by = sourceValue(source, note);
    const scaledBy = amountSource === 0 ? 1 : sourceValue(amountSource, note);
    if (by !== undefined && scaledBy !== undefined) sum += amount * by * scaledBy;
  }
  return sum;
}

const FROM_VELOCITY = 2;
const FROM_KEY = 3;

/** A source is index, direction, polarity and curve in one number (SoundFont 2.04, section 8.2).
 *  Controllers are undefined: nobody moves them. */
function sourceValue(
  source: number,
  { key, velocity }: { key: number; velocity: number },
): number | undefined {
  const isController = (source & 0x80) !== 0;
  const index = source & 0x7f;
  if (isController || (index !== FROM_VELOCITY && index !== FROM_KEY)) return undefined;
  const plain = index === FROM_VELOCITY ? velocity : key / 127;
  const directed = (source & 0x100) !== 0 ? 1 - plain : plain;
  const curved = curve(source >> 10, directed);
  return (source & 0x200) !== 0 ? 2 * curved - 1 : curved;
}

function curve(type: FontModulator['source'], x: number): number {
  if (type === 1) return x >= 1 ? 1 : Math.min(1, (-20 / 96) * 2 * Math.log10(1 - x)); // concave
  if (type === 2) return x <= 0 ? 0 : Math.max(0, 1 + (20 / 96) * 2 * Math.log10(x)); // convex
  if (type === 3) return x >= 0.5 ? 1 : 0;
  return x;
}

function gainOf(attenuationCentibels: number, velocity: number): number {
  return (
    velocity ** FONT_VELOCITY_POWER * dbToGain((-ATTENUATION_SHARE * attenuationCentibels) / 10)
  );
}

/** @param pan −500 left … 500 right */
function panned(gain: number, pan: number) {
  const angle = ((Math.max(-500, Math.min(500, pan)) + 500) / 1000) * (Math.PI / 2);
  return { gainLeft: gain * Math.cos(angle), gainRight: gain * Math.sin(angle) };
}

type Value = (id: FontGenerator) => number;

function volumeEnvelope(value: Value, key: number): EnvelopeTimes {
  const scaled = (id: FontGenerator, byKey: FontGenerator) =>
    secondsOfTimecents(value(id) + (60 - key) * value(byKey));
  const attack = secondsOfTimecents(value(GENERATOR.volumeAttack));
  return {
    delay: secondsOfTimecents(value(GENERATOR.volumeDelay)),
    attack: attack < NO_ATTACK_SECONDS ? 0 : attack,
    hold: scaled(GENERATOR.volumeHold, GENERATOR.keyToVolumeHold),
    decay: scaled(GENERATOR.volumeDecay, GENERATOR.keyToVolumeDecay),
    sustainDrop: clamp01(value(GENERATOR.volumeSustain) / 1000),
    release: Math.max(SHORTEST_RELEASE_SECONDS, secondsOfTimecents(value(GENERATOR.volumeRelease))),
  };
}

function modulationEnvelope(value: Value, key: number): VoiceSettings['modulation'] {
  const scaled = (id: FontGenerator, byKey: FontGenerator) =>
    secondsOfTimecents(value(id) + (60 - key) * value(byKey));
  return {
    delay: secondsOfTimecents(value(GENERATOR.modDelay)),
    attack: secondsOfTimecents(value(GENERATOR.modAttack)),
    hold: scaled(GENERATOR.modHold, GENERATOR.keyToModHold),
    decay: scaled(GENERATOR.modDecay, GENERATOR.keyToModDecay),
    sustainDrop: clamp01(value(GENERATOR.modSustain) / 1000),
    release: secondsOfTimecents(value(GENERATOR.modRelease)),
    pitchCents: value(GENERATOR.modEnvelopeToPitch),
    filterCents: value(GENERATOR.modEnvelopeToFilter),
  };
}

function modulationLfo(value: Value): VoiceLfo {
  return {
    hertz: hertzOfCents(value(GENERATOR.modLfoFrequency)),
    delaySeconds: secondsOfTimecents(value(GENERATOR.modLfoDelay)),
    pitchCents: value(GENERATOR.modLfoToPitch),
    filterCents: value(GENERATOR.modLfoToFilter),
    volumeDb: value(GENERATOR.modLfoToVolume) / 10,
  };
}

function vibrato(value: Value): VoiceLfo {
  return {
    hertz: hertzOfCents(value(GENERATOR.vibratoFrequency)),
    delaySeconds: secondsOfTimecents(value(GENERATOR.vibratoDelay)),
    pitchCents: value(GENERATOR.vibratoToPitch),
    filterCents: 0,
    volumeDb: 0,
  };
}

function isHeard({ pitchCents, filterCents, volumeDb }: VoiceLfo): boolean {
  return pitchCents !== 0 || filterCents !== 0 || volumeDb !== 0;
}

function clamp01(x: number): number {
  return Math.max(0, Math.min(1, x));
}
