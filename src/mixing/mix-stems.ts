import type { AudioData } from '../audio/audio-data.js';
import { partOf, type RunOptions } from '../progress.js';
import {
  balanceSession,
  draftSession,
  type AutomaticMixSettings,
  type MeasuredStem,
  type MixContext,
  type VocalReport,
} from './automatic-mix.js';
import { KeptStrips } from './kept-strips.js';
import { measureStem } from './measure-stem.js';
import type { MixRole } from './roles.js';
import { renderSession, stripEnergies } from './render-session.js';
import type { Session } from './session.js';
import { commonShape, stemStream, type Stem } from './stem.js';

/** Shares of the work: listening, listening to the strips. */
const MEASURED = 0.2;
const BALANCED = 0.6;

/** What was heard and done. */
export type MixReport = {
  tracks: { name: string; role: MixRole; integratedLufs: number; faderDb: number }[];
  /** The voice against the music where it sings, before its ride; null without either. */
  vocal: VocalReport;
};

/** Mixes any stems by ear: each is measured, goes through a strip made for its role, and gets its
 *  place and loudness; voice and music are balanced section by section. What was set comes back as a
 *  session that can be saved, edited and rendered again to the same bits (`renderSession`), with the
 *  chain for `masterAudio` in `session.master`.
 *  @param stems of one sample rate, beginning together; whole or as streams, which are read three times
 *  @returns stereo, as long as the longest stem, not mastered: it may exceed ±1
 *  @throws InputError `no-stems`, `stems-differ`, `same-names`; CancelledError */
export async function mixStems(
  stems: readonly Stem[],
  { context, ...settings }: AutomaticMixSettings & { context?: MixContext },
  options: RunOptions = {},
): Promise<{ audio: AudioData; session: Session; report: MixReport }> {
  const { length } = commonShape(stems);
  const measured = await measureAll(stems, partOf(options, 0, MEASURED));
  const draft = draftSession(measured, settings, context);
  const kept = new KeptStrips(length);
  const hearing = { kept, ...partOf(options, MEASURED, BALANCED) };
  const energies = await stripEnergies(draft, stems, hearing);
  const { session, vocal } = balanceSession(draft, measured, { energies, settings, context });
  const audio = await renderSession(session, stems, { kept, ...partOf(options, BALANCED, 1) });
  return { audio, session, report: { tracks: describe(session, measured), vocal } };
}

async function measureAll(stems: readonly Stem[], options: RunOptions): Promise<MeasuredStem[]> {
  const measured: MeasuredStem[] = [];
  for (const [s, stem] of stems.entries()) {
    const part = partOf(options, s / stems.length, (s + 1) / stems.length);
    const { name, role } = stem;
    measured.push({ name, role, measured: await measureStem(stemStream(stem), part) });
  }
  return measured;
}

function describe(session: Session, measured: readonly MeasuredStem[]): MixReport['tracks'] {
  return session.tracks.map(({ name, role, strip }, t) => ({
    name,
    role,
    integratedLufs: Math.round(measured[t].measured.integratedLufs * 10) / 10,
    faderDb: strip.faderDb,
  }));
}
