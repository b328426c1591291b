import type { Instrument } from './instrument.js';
import type { SoundFont } from './soundfont/sound-font.js';

/** What instruments are made with. */
export interface InstrumentTools {
  /** The SoundFont of this installation, opened at its first use. */
  font: () => Promise<SoundFont>;
}

/** An instrument of the catalogue. */
export interface InstrumentEntry extends Omit<Instrument, 'play'> {
  /** What else people call it: lower case, singular. */
  aliases: readonly string[];
  player: (tools: InstrumentTools) => Instrument['play'];
}
