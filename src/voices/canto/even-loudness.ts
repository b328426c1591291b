import { percentile } from '../dsp/shape-statistics.js';
import { heardFrames, type VocalFrames } from '../dsp/vocal-frames.js';

/** Dynamics are slower than this; what is quicker is words: 0.5 s to each side, in frames. */
const AROUND_FRAMES = 50;
/** No more than 12 dB: nobody wants the pauses louder. */
const MOST_CHANGE = Math.log(10 ** (12 / 20));

/** By how much each frame is to change so that only the share `keep` of the singer's dynamics is
 *  left: 1 changes nothing, 0 brings every phrase to one loudness. ln amplitude, [count]. */
export function evenLoudness(frames: VocalFrames, keep: number): Float32Array {
  const changes = new Float32Array(frames.count);
  const heard = heardFrames(frames, true);
  if (keep >= 1 || heard.length === 0) return changes;
  const middle = percentile(
    heard.map((t) => frames.loudness[t]),
    0.5,
  );
  let last = 0;
  for (let t = 0; t < frames.count; t++) {
    last = meanVoiced(frames, t) ?? last;
    const change = (1 - keep) * (last === 0 ? 0 : middle - last);
    changes[t] = Math.max(-MOST_CHANGE, Math.min(MOST_CHANGE, change));
  }
  return changes;
}

/** Mean loudness of the voiced frames around `t`, if there are any. */
function meanVoiced({ voiced, loudness, count }: VocalFrames, t: number): number | undefined {
  let sum = 0;
  let number = 0;
  for (let n = Math.max(0, t - AROUND_FRAMES); n < Math.min(count, t + AROUND_FRAMES); n++) {
    if (!voiced[n]) continue;
    sum += loudness[n];
    number++;
  }
  return number > 0 ? sum / number : undefined;
}
