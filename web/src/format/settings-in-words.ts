import { defaultSettings, type CoverSettings } from '../state/cover-settings.js';
import { percent } from './percent.js';
import { signed } from './signed.js';

/** What differs from the defaults, but for pitch, cast and seed, which are told of elsewhere:
 *  "strength 50 %", "vocal +3.0 dB". */
export function settingsInWords(settings: CoverSettings): string[] {
  const changed = Object.entries(flat(settings)).filter(
    ([name, value]) => value !== flat(defaultSettings)[name],
  );
  return changed.map(([name, value]) => words[name](value));
}

type Value = number | boolean | string | undefined;

const inSemitones = (what: string) => (value: Value) =>
  `${what} ${signed(Number(value), Number.isInteger(value) ? 0 : 1)} semitones`;
const inPercent = (what: string) => (value: Value) => `${what} ${percent(Number(value))}`;
const inDb = (what: string) => (value: Value) => `${what} ${signed(Number(value), 1)} dB`;

const words: Record<string, (value: Value) => string> = {
  songTranspose: inSemitones('song'),
  formant: inSemitones('formants'),
  strength: inPercent('strength'),
  dereverb: inPercent('de-reverb'),
  vocalGainDb: inDb('vocal'),
  instrumentalGainDb: inDb('instrumental'),
  backingGainDb: inDb('backing vocals'),
  keepBacking: () => 'backing vocals kept',
  format: (value) => `as ${String(value)}`,
  preset: (value) => `preset ${String(value)}`,
  pitchEngine: (value) => `pitch heard by ${String(value)}`,
  indexRate: inPercent('index rate'),
  protect: (value) => `protect ${Number(value).toFixed(2)}`,
  rmsMix: inPercent('volume envelope'),
  autotune: inPercent('autotune'),
  split: (value) => (value ? 'split at silence' : 'not split at silence'),
  breathiness: inPercent('breath'),
  scale: (value) => `tuned to ${String(value)}`,
  keepLoudness: inPercent('dynamics'),
  room: inPercent('reverb room'),
  decaySeconds: (value) => `reverb decay ${Number(value).toFixed(1)} s`,
  damping: inPercent('reverb damping'),
  wet: inPercent('reverb wet'),
  match: inPercent("reverb like the original's room"),
};

function flat({
  reverb,
  pitch: _,
  seed: __,
  cast: ___,
  ...settings
}: CoverSettings): Record<string, Value> {
  return { ...settings, ...reverb };
}
