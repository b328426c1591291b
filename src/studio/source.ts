import type { PlannedStep, StepInput } from '../jobs/plan.js';
import { titleOfFile } from '../sources/display-name.js';
import { demoSongTitle } from '../songs/demo-song-title.js';

/** A source whose upload was looked up: what the planners work with. */
export type Source =
  | { blob: string; name: string; /** If it was probed. */ durationSeconds?: number }
  | { link: string }
  | { demo: true };

/** Changes whenever the demo song, or what is told of it, would be different. */
const DEMO_SONG_VERSION = 2;

/** The steps that bring the song into the data folder, where its file then is, and (for what wasn't
 *  uploaded) where its title.
 *  @param id of that step */
export function planSource(
  source: Source,
  id = 'source',
): {
  steps: PlannedStep[];
  file: StepInput;
  about: PlannedStep['inputs'];
} {
  if ('blob' in source) {
    const { blob, name } = source;
    return { steps: [], file: { blob, name }, about: {} };
  }
  const step = { ...('link' in source ? fetchStep(source.link) : demoStep), id };
  return {
    steps: [step],
    file: { step: step.id, file: 'source' },
    about: { about: { step: step.id, data: true } },
  };
}

/** The name to show for work on `source`, before anything of it is known. */
export function sourceTitle(source: Source): string {
  if ('blob' in source) return titleOfFile(source.name);
  return 'link' in source ? source.link : demoSongTitle;
}

function fetchStep(url: string): PlannedStep {
  return {
    id: 'source',
    kind: 'fetch',
    title: 'Fetching the link',
    weight: 10,
    settings: { url },
    inputs: {},
  };
}

/** Makes the demo song. */
export const demoStep: PlannedStep = {
  id: 'source',
  kind: 'demo-song',
  title: 'Composing the demo song',
  weight: 5,
  settings: { version: DEMO_SONG_VERSION },
  inputs: {},
};
