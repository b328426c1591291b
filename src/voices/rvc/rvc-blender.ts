import type { VoiceBlender } from '../voice-blender.js';
import { singTogether } from './blend-singers.js';
import { encodeRvcBody, readSingers } from './rvc-body.js';

/** Between two voices of RVC. Where they are of one architecture, the mean of their weights, with both
 *  their indexes; otherwise both sing, and what they sing is mixed. */
export const rvcBlender: VoiceBlender = {
  engine: 'rvc',
  async blend([{ path: first }, { path: second }], { mix }) {
    const { singers, differences } = singTogether(
      await readSingers(first),
      await readSingers(second),
      mix,
    );
    const how = `their sound is mixed, since ${differences.join('; ')}`;
    return { body: encodeRvcBody(singers), ...(differences.length > 0 && { how }) };
  },
};
