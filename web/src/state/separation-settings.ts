import type { SeparationRequest } from '../../../src/studio/requests.js';
import type { Separator } from '../api/types.js';

/** What can be set of a separation, besides the song. */
export type SeparationSettings = Pick<SeparationRequest, 'stems' | 'separator' | 'format'>;

/** The same as the server's (a test compares them); the separator is the server's choice. */
export const defaultSeparation: SeparationSettings = { stems: 2, format: 'wav' };

/** Settings as they were stored by any earlier version of the page, completed with defaults. */
export function completeSeparation(stored: unknown): SeparationSettings {
  const { stems, separator, format } = (stored ?? {}) as Partial<SeparationSettings>;
  return {
    stems: stems ?? defaultSeparation.stems,
    format: format ?? defaultSeparation.format,
    ...(separator && { separator }),
  };
}

/** The engines that make so many stems. */
export function fittingSeparators(stems: number, separators: readonly Separator[]): Separator[] {
  return separators.filter(({ stemCounts }) => stemCounts.includes(stems));
}

/** The engine to ask for: the chosen one where it is here and fits, else the best that fits. */
export function separatorFor(
  { stems, separator }: SeparationSettings,
  separators: readonly Separator[],
): string | undefined {
  const fitting = fittingSeparators(stems, separators);
  return (fitting.find(({ id }) => id === separator) ?? fitting.at(0))?.id;
}
