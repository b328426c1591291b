import { Waveform } from './waveform.js';

/** A phrase and its breath, drawn rather than recorded. */
const phrase = Array.from({ length: 360 }, (_, index) => {
  const time = index / 360;
  const swell = Math.sin(Math.PI * ((time * 4) % 1)) ** 0.7;
  const grain = 0.55 + 0.45 * Math.abs(Math.sin(index * 12.9898) * Math.cos(index * 4.1414));
  return 0.06 + 0.9 * swell * grain * (0.45 + 0.55 * Math.sin(Math.PI * time));
});

/** The sign of the house, large: a voice on its way into another. */
export function Ornament() {
  return <Waveform peaks={phrase} class="ornament" />;
}
