import { SILENCE_LUFS } from '../dsp/loudness.js';
import { spectrumOf, valuesOf, type Findings } from './findings.js';
import type { GoodRange, Measure, QualityCurves, QualityReport } from './quality-report.js';
import { RULES, type Standard } from './rules.js';
import { againstTarget } from './target-curve.js';

/** Curves are drawn with at most so many points. */
const MOST_POINTS = 2000;
const LOUDNESS_HOP_SECONDS = 0.1;

/** What was measured, with what is good and what helps where it isn't. In silence nothing is good or
 *  bad. */
export function judge(findings: Findings, standard: Standard): QualityReport {
  const silent = findings.sound.loudness.integratedLufs <= SILENCE_LUFS;
  const values = Object.entries(valuesOf(findings));
  const measures = values.flatMap(([id, value]): [string, Measure][] =>
    value === null || value === undefined
      ? []
      : [[id, judged(id, value, { findings, standard, silent })]],
  );
  return {
    version: 1,
    judgedAs: standard.judgedAs,
    subject: standard.subject,
    measures: Object.fromEntries(measures),
  };
}

function judged(
  id: string,
  exact: number,
  { findings, standard, silent }: { findings: Findings; standard: Standard; silent: boolean },
): Measure {
  const { name, unit, digits, low, high, ...rule } = RULES[id];
  const value = rounded(exact, digits);
  const good = (silent ? undefined : rule.good(standard)) ?? null;
  const verdict = good ? verdictOn(value, good) : 'noted';
  const advise = verdict === 'low' ? low : verdict === 'high' ? high : undefined;
  const { text, setting } = advise?.({ ...standard, value: exact, findings }) ?? {};
  return { name, unit, value, good, verdict, advice: text ?? null, setting: setting ?? null };
}

function verdictOn(value: number, { from, to }: GoodRange): Measure['verdict'] {
  if (from !== null && value < from) return 'low';
  return to !== null && value > to ? 'high' : 'good';
}

/** The curves of what was measured, of bounded length. */
export function curvesOf(findings: Findings): QualityCurves {
  const { loudness, clipping, sampleRate } = findings.sound;
  const perPoint = Math.max(1, Math.ceil(loudness.momentary.length / MOST_POINTS));
  return {
    hopSeconds: perPoint * LOUDNESS_HOP_SECONDS,
    momentaryLufs: thinned(loudness.momentary, perPoint),
    shortTermLufs: thinned(loudness.shortTerm, perPoint),
    spectrum: spectrumOf(findings).map(({ hz, db, targetDb }) => ({
      hz: rounded(hz, 1),
      db: rounded(db, 1),
      targetDb: rounded(targetDb, 1),
    })),
    ...(findings.before && {
      before: {
        spectrumDb: againstTarget(findings.before.spectrum).map(({ db }) => rounded(db, 1)),
      },
    }),
    clippedAtSeconds: clipping.places.map((sample) => rounded(sample / sampleRate, 3)),
    vocalToMusic: (findings.mixed?.vocalToMusicByStretch ?? []).map(({ seconds, lu }) => ({
      seconds: rounded(seconds, 1),
      lu: rounded(lu, 1),
    })),
  };
}

/** The loudest of each `count` values. */
function thinned(values: Float32Array, count: number): number[] {
  return Array.from({ length: Math.ceil(values.length / count) }, (_, i) =>
    rounded(Math.max(...values.subarray(i * count, (i + 1) * count)), 1),
  );
}

function rounded(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}
