import type { GoodRange, Measure, QualityReport } from '../quality/quality-report.js';
import { table } from './print.js';

/** The report in a table, and what helps where something isn't good. */
export function qualityTable({ measures }: QualityReport): string[] {
  const rows = Object.values(measures).map((measure) => [
    mark(measure),
    measure.name,
    valueInWords(measure),
    measure.good ? `good: ${rangeInWords(measure.good)}` : '',
  ]);
  return [...table(rows), ...qualityAdvice({ measures })];
}

/** One line for each value that isn't good: what it is, and what helps. */
export function qualityAdvice({ measures }: Pick<QualityReport, 'measures'>): string[] {
  return Object.values(measures).flatMap((measure) =>
    measure.advice === null
      ? []
      : [`  quality   ${measure.name} ${valueInWords(measure)}: ${measure.advice}`],
  );
}

function mark({ verdict }: Measure): string {
  return verdict === 'low' || verdict === 'high' ? verdict : verdict === 'good' ? 'good' : '';
}

function valueInWords({ value, unit }: Measure): string {
  return `${value}${unit && ' '}${unit}`;
}

function rangeInWords({ from, to }: GoodRange): string {
  if (from === null) return `at most ${to}`;
  return to === null ? `at least ${from}` : `${from} to ${to}`;
}
