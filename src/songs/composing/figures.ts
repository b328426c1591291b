/** One thing in a figure: what is played, and how many sixteenths it lasts. */
export interface FigureStep {
  /** In sixteenths from the figure's start. */
  step: number;
  symbol: string;
  steps: number;
}

/** Reads a figure (`StylePart.figures`): `-` holds the symbol before it, `.` is silence. */
export function readFigure(figure: string): FigureStep[] {
  const steps: FigureStep[] = [];
  [...figure].forEach((symbol, step) => {
    const last = steps.at(-1);
    if (symbol === '-' && last && last.step + last.steps === step) last.steps++;
    else if (symbol !== '.' && symbol !== '-') steps.push({ step, symbol, steps: 1 });
  });
  return steps;
}

/** A pattern of a bar (or two) as one of `bar` sixteenths for the `index`th bar: cut where it is longer,
 *  gone on with its beginning where it is shorter. */
export function fitToBar(pattern: string, { bar, index }: { bar: number; index: number }): string {
  const own =
    pattern.length >= 2 * 16 && bar === 16
      ? pattern.slice((index % 2) * 16, (index % 2) * 16 + 16)
      : pattern;
  if (own.length === bar) return own;
  return Array.from({ length: bar }, (_, i) => own[i % own.length]).join('');
}
