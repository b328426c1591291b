import { checkpoint } from '../progress.js';
import type { PlayedNote } from '../score/played-note.js';
import type { PerformanceOptions } from './instrument.js';
import { noteSeed } from './note-seed.js';

/** How single notes of an instrument sound. Notes don't know of each other, so that equal notes, which
 *  are the rule in songs, are made once and played again. */
export interface NotePlayer {
  numberOfChannels: 1 | 2;
  /** Loudness goes with velocity to this power. */
  velocityPower: number;
  /** Equal notes are made in so many ways, since nobody plays twice alike. */
  takes: number;
  /** Adds a note that begins at 0 s to `out`, as far as that reaches.
   *  @returns how many samples of it sound */
  sound: (note: PlayedNote, out: readonly Float32Array[], seed: number) => number;
  /** Notes of one class cut each other: the hi-hat. */
  chokeClass?: (note: PlayedNote) => string | undefined;
}

/** Strengths that are told apart when notes are made; between them only the loudness changes. */
const STRENGTHS = 24;
export const STRENGTH_STEP = 1 / STRENGTHS;
/** What is made is kept up to so many values (of 4 bytes). */
const MOST_KEPT_VALUES = 16_000_000;
/** Keys are let go at multiples of this after they were struck. */
const HELD_STEP_SECONDS = 0.012;
/** A note rings no longer than so after its key is let go. */
const LONGEST_TAIL_SECONDS = 12;
const CHOKE_SECONDS = 0.008;
/** Between two looks at whether the work was cancelled. */
const NOTES_PER_CHECKPOINT = 24;

/** Plays `notes`, the earliest first. */
export async function playNotes(
  player: NotePlayer,
  notes: readonly PlayedNote[],
  { sampleRate, length, seed, signal }: PerformanceOptions,
): Promise<Float32Array[]> {
  const channels = Array.from({ length: player.numberOfChannels }, () => new Float32Array(length));
  const models = notes.map((note) =>
    modelOf(note, noteSeed(note, seed) % player.takes, sampleRate),
  );
  const takes = new Takes(player, models, { sampleRate, length });
  const cuts = chokes(player, notes);
  for (const [n, note] of notes.entries()) {
    if (n % NOTES_PER_CHECKPOINT === 0) await checkpoint({ signal }, n / notes.length);
    const start = Math.round(note.startSeconds * sampleRate);
    const cut = Math.round((cuts.get(note) ?? Infinity) * sampleRate) - start;
    const gain = (note.velocity / models[n].note.velocity) ** player.velocityPower;
    const fade = CHOKE_SECONDS * sampleRate;
    takes.use(models[n], (sound) => {
      sound.forEach((samples, c) => addSound(channels[c], samples, { start, gain, cut, fade }));
    });
  }
  return channels;
}

/** What a note is made as: one that begins at 0 s, at one of a few strengths. Those with one key sound
 *  alike. */
interface NoteModel {
  key: string;
  note: PlayedNote;
  take: number;
}

function modelOf(note: PlayedNote, take: number, sampleRate: number): NoteModel {
  const strength = Math.max(1, Math.ceil(note.velocity * STRENGTHS)) / STRENGTHS;
  const heldSeconds = note.bend ? note.endSeconds - note.startSeconds : onGrid(note);
  const held = Math.max(1, Math.round(heldSeconds * sampleRate));
  const bend = note.bend ? JSON.stringify(note.bend) : '';
  return {
    key: `${note.pitch} ${strength} ${held} ${take} ${note.articulation ?? ''} ${bend}`,
    note: { ...note, startSeconds: 0, endSeconds: held / sampleRate, velocity: strength },
    take,
  };
}

/** How long the key of `note` is held, so that notes which differ by less than anybody hears are equal. */
function onGrid({ startSeconds, endSeconds }: PlayedNote): number {
  return (
    Math.max(1, Math.round((endSeconds - startSeconds) / HELD_STEP_SECONDS)) * HELD_STEP_SECONDS
  );
}

/** When each note is cut by the next of its class, in seconds. */
function chokes(player: NotePlayer, notes: readonly PlayedNote[]): Map<PlayedNote, number> {
  const cuts = new Map<PlayedNote, number>();
  const onsets = new Map<string, { latest: number; later: number }>();
  for (const note of [...notes].reverse()) {
    const name = player.chokeClass?.(note);
    if (name === undefined) continue;
    const { latest = Infinity, later = Infinity } = onsets.get(name) ?? {};
    // Notes that begin together don't cut each other.
    const next = note.startSeconds < latest ? latest : later;
    onsets.set(name, { latest: note.startSeconds, later: next });
    cuts.set(note, next);
  }
  return cuts;
}

function addSound(
  out: Float32Array,
  samples: Float32Array,
  { start, gain, cut, fade }: { start: number; gain: number; cut: number; fade: number },
): void {
  const whole = Math.min(samples.length, out.length - start, cut);
  for (let i = 0; i < whole; i++) out[start + i] += gain * samples[i];
  const end = Math.min(samples.length, out.length - start, cut + fade);
  for (let i = Math.max(0, whole); i < end; i++) {
    out[start + i] += gain * samples[i] * (1 - (i - cut) / fade);
  }
}

/** Notes that will be played again. What a model sounds like depends on its key alone, not on what was
 *  played before. */
class Takes {
  readonly #made = new Map<string, Float32Array[]>();
  /** How often each key will be played from here on. */
  readonly #uses = new Map<string, number>();
  #keptValues = 0;
  #scratch: Float32Array[] = [];

  constructor(
    private readonly player: NotePlayer,
    models: readonly NoteModel[],
    private readonly options: { sampleRate: number; length: number },
  ) {
    for (const { key } of models) this.#uses.set(key, (this.#uses.get(key) ?? 0) + 1);
  }

  /** Makes the sound of `model`, or takes it from what was made. */
  use(model: NoteModel, add: (sound: readonly Float32Array[]) => void): void {
    const uses = (this.#uses.get(model.key) ?? 1) - 1;
    this.#uses.set(model.key, uses);
    const made = this.#made.get(model.key);
    if (made) add(made);
    else
      this.#make(model, (sound) => {
        add(sound);
        if (uses > 0) this.#keep(model.key, sound);
      });
    if (made && uses === 0) this.#forget(model.key, made);
  }

  #make({ note, take }: NoteModel, use: (sound: readonly Float32Array[]) => void): void {
    const { sampleRate, length } = this.options;
    const wanted = Math.ceil((note.endSeconds + LONGEST_TAIL_SECONDS) * sampleRate);
    const out = this.#silence(Math.min(length, wanted));
    const used = this.player.sound(note, out, noteSeed(note, take));
    const sound = out.map((channel) => channel.subarray(0, used));
    use(sound);
    for (const channel of sound) channel.fill(0);
  }

  /** Keeps a copy, while there is room. */
  #keep(key: string, sound: readonly Float32Array[]): void {
    const values = valuesOf(sound);
    if (this.#keptValues + values > MOST_KEPT_VALUES) return;
    this.#keptValues += values;
    this.#made.set(
      key,
      sound.map((channel) => channel.slice()),
    );
  }

  #forget(key: string, sound: readonly Float32Array[]): void {
    this.#made.delete(key);
    this.#keptValues -= valuesOf(sound);
  }

  /** The same arrays again and again. */
  #silence(length: number): Float32Array[] {
    if ((this.#scratch[0]?.length ?? 0) < length) {
      const { numberOfChannels } = this.player;
      this.#scratch = Array.from({ length: numberOfChannels }, () => new Float32Array(length));
    }
    return this.#scratch.map((channel) => channel.subarray(0, length));
  }
}

function valuesOf(sound: readonly Float32Array[]): number {
  return sound.reduce((sum, channel) => sum + channel.length, 0);
}
