import { dbToGain } from '../dsp/decibels.js';
import { Delay } from '../dsp/delay.js';
import { Echo } from '../dsp/echo.js';
import { bandLimits, FilterChain } from '../dsp/filter-chain.js';
import { Reverb } from '../dsp/reverb.js';
import type { Session, StripSettings } from './session.js';

const EFFECTS = ['room', 'hall', 'delay'] as const;
type Effect = (typeof EFFECTS)[number];

/** What all tracks share: two reverbs and a delay. Send to them, then let them sound. */
export class EffectBuses {
  readonly #buses: Partial<Record<Effect, Bus>>;

  /** Makes only those that some track is sent to. */
  constructor(session: Session, sampleRate: number) {
    const isUsed = (effect: Effect) =>
      session.tracks.some(({ strip }) => strip.sends[effect] !== undefined);
    this.#buses = {
      ...(isUsed('room') && { room: reverbBus(session.room, sampleRate) }),
      ...(isUsed('hall') && { hall: reverbBus(session.hall, sampleRate) }),
      ...(isUsed('delay') && { delay: delayBus(session, sampleRate) }),
    };
  }

  /** The middle of stereo `channels`, as loud as `sends` say. */
  send([left, right]: readonly Float32Array[], sends: StripSettings['sends']): void {
    for (const effect of EFFECTS) {
      const levelDb = sends[effect];
      if (levelDb !== undefined) this.#buses[effect]?.add(left, right, dbToGain(levelDb) / 2);
    }
  }

  /** Adds what comes back from all that was sent since the last call, to stereo `mix`. */
  addTo(mix: readonly Float32Array[]): void {
    for (const bus of Object.values(this.#buses)) bus.addTo(mix);
  }
}

type AddWet = (left: Float32Array, right: Float32Array, input: Float32Array) => void;

class Bus {
  #input = new Float32Array(0);

  constructor(readonly addWet: AddWet) {}

  add(left: Float32Array, right: Float32Array, gain: number): void {
    if (this.#input.length !== left.length) this.#input = new Float32Array(left.length);
    const input = this.#input;
    for (let i = 0; i < input.length; i++) input[i] += gain * (left[i] + right[i]);
  }

  addTo([left, right]: readonly Float32Array[]): void {
    if (this.#input.length !== left.length) this.#input = new Float32Array(left.length);
    this.addWet(left, right, this.#input);
    this.#input = new Float32Array(left.length);
  }
}

function reverbBus(settings: Session['room'], sampleRate: number): Bus {
  const { size, decaySeconds, damping, preDelayMs, returnDb } = settings;
  const limits = new FilterChain(bandLimits(settings, sampleRate), 1);
  const preDelay = new Delay(Math.round((preDelayMs / 1000) * sampleRate));
  const reverb = new Reverb(sampleRate, { room: size, decaySeconds, damping });
  const gain = dbToGain(returnDb);
  return new Bus((left, right, input) => {
    limits.process([input]);
    preDelay.process(input);
    reverb.addTo(left, right, input, gain);
  });
}

function delayBus({ delay, bpm }: Session, sampleRate: number): Bus {
  const { beats, feedback, pingPong, returnDb } = delay;
  const delaySeconds = (beats * 60) / bpm;
  const filters = bandLimits(delay, sampleRate);
  const echo = new Echo(sampleRate, { delaySeconds, feedback, pingPong, filters });
  const gain = dbToGain(returnDb);
  return new Bus((left, right, input) => echo.addTo(left, right, input, gain));
}
