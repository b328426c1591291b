import { InputError } from '../errors.js';
import { namingCheckpoint } from '../inference/torch/checkpoint-problem.js';
import { blendModels } from './rvc/blend-models.js';
import { encodeRvcBody, readRvcSources } from './rvc/rvc-body.js';
import { readRvcModel } from './rvc/rvc-model.js';
import { encodeVoiceFile, readVoiceFileHead, type VoiceManifest } from './voice-file.js';

interface BlendOptions {
  id: string;
  name: string;
  /** Share of the second voice, between 0 and 1. */
  mix: number;
}

/** A voice between two voices of RVC: the mean of their weights, and both their indexes. The voice
 *  files at `paths` must be of one architecture.
 *  @returns a voice file
 *  @throws InputError `bad-checkpoint` that says in what they differ, `no-blend` for other voices */
export async function blendVoices(
  paths: readonly [string, string],
  { id, name, mix }: BlendOptions,
): Promise<Uint8Array> {
  const manifests = await Promise.all(
    paths.map(async (path) => (await readVoiceFileHead(path)).manifest),
  );
  for (const { id: voice, engine } of manifests) {
    if (engine === 'rvc') continue;
    throw new InputError('no-blend', `'${voice}' is a voice of '${engine}', not of RVC`, {
      hint: 'Two voices of RVC can be blended; `canto voices show NAME` names the engine.',
    });
  }
  const all = await Promise.all(paths.map((path) => readRvcSources(path)));
  const sources = all.flatMap((part, i) =>
    part.map((source) => ({ ...source, share: source.share * (i === 0 ? 1 - mix : mix) })),
  );
  const what = manifests.map((manifest) => manifest.name).join(' and ');
  const models = sources.map(({ model }) => readRvcModel(model, what));
  const { facts } = namingCheckpoint(what, () =>
    blendModels(
      models,
      sources.map(({ share }) => share),
    ),
  );
  return encodeVoiceFile({
    manifest: blendedManifest(manifests, { id, name, mix }),
    body: encodeRvcBody(facts, sources),
  });
}

function blendedManifest(
  [first, second]: readonly VoiceManifest[],
  { id, name, mix }: BlendOptions,
): VoiceManifest {
  const percent = Math.round(100 * mix);
  const licences = new Set([first, second].map(({ provenance }) => provenance.licence));
  return {
    id,
    name,
    description: `${100 - percent} % ${first.name}, ${percent} % ${second.name}`.slice(0, 1000),
    language: first.language,
    engine: 'rvc',
    origin: 'blended',
    provenance: {
      licence: [...licences].join(' and ').slice(0, 100),
      source: `${first.provenance.source}; ${second.provenance.source}`.slice(0, 2000),
    },
    range: first.range,
  };
}
