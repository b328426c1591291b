import { InputError } from '../errors.js';

const MAX_LENGTH = 100;

/** What a model that is called `name` is known by: "UVR-MDX-NET-Inst_HQ_3" → "uvr-mdx-net-inst-hq-3".
 *  @throws InputError `bad-name` when nothing is left */
export function toModelId(name: string): string {
  const id = name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, MAX_LENGTH)
    .replace(/^-|-$/g, '');
  if (id) return id;
  throw new InputError('bad-name', `'${name}' can't be the name of a model`, {
    hint: 'Give it one of letters and digits with --name.',
  });
}
