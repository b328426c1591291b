import { quietestDb } from '../state/use-microphone.js';

/** Peaks between these are neither too soft nor near to clipping. */
const goodFromDb = -30;
const goodToDb = -3;

/** How loud the microphone hears. */
export function LevelMeter({ levelDb }: { levelDb: number }) {
  const fraction = 1 - levelDb / quietestDb;
  const verdict = verdictOf(levelDb);
  return (
    <div
      class={`level-meter level-${verdict.replace(' ', '-')}`}
      role="meter"
      aria-label="Level"
      aria-valuemin={quietestDb}
      aria-valuemax={0}
      aria-valuenow={Math.round(levelDb)}
      aria-valuetext={verdict}
    >
      <div class="level-meter-bar" style={{ transform: `scaleX(${fraction})` }} />
    </div>
  );
}

function verdictOf(levelDb: number): string {
  if (levelDb <= quietestDb) return 'silent';
  if (levelDb < goodFromDb) return 'quiet';
  return levelDb > goodToDb ? 'too loud' : 'good';
}
