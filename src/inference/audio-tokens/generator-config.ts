import { z } from 'zod';
import { ModelError } from '../../errors.js';

/** What `config.json` of a model that writes audio as tokens tells of it. */
export interface GeneratorConfig {
  /** Token streams that together are the sound; each is one step later than the one before it. */
  readonly codebooks: number;
  /** Stands where a delayed stream has no token yet. */
  readonly padToken: number;
  /** Of the sound that comes out, in Hz. */
  readonly sampleRate: number;
  /** Samples of one step of tokens. */
  readonly frameLength: number;
}

/** What of the file matters here, within bounds that any real model keeps. */
const schema = z.object({
  decoder: z.object({
    num_codebooks: z.number().int().min(1).max(16),
    pad_token_id: z.number().int().min(0).max(1_000_000),
    audio_channels: z.number().int().default(1),
  }),
  audio_encoder: z.object({
    sampling_rate: z.number().int().min(8000).max(192_000),
    upsampling_ratios: z.array(z.number().int().min(1).max(64)).min(1).max(8),
  }),
});

/** Reads the text of a `config.json`.
 *  @throws ModelError `model-unfit` for models of other kinds, and those that come out wrong */
export function readGeneratorConfig(text: string): GeneratorConfig {
  const content = parse(text);
  const { model_type: type } = content;
  if (type !== 'musicgen') throw unfit(`it is of the type '${type}'`);
  const found = schema.safeParse(content);
  if (!found.success) {
    const [{ path, message }] = found.error.issues;
    throw unfit(`its ${path.join('.')} can't be used (${message})`);
  }
  const { decoder, audio_encoder: encoder } = found.data;
  // Left and right would be delayed against each other: the library knows one delay per codebook.
  if (decoder.audio_channels !== 1) throw unfit('it is a stereo model');
  return {
    codebooks: decoder.num_codebooks,
    padToken: decoder.pad_token_id,
    sampleRate: encoder.sampling_rate,
    frameLength: encoder.upsampling_ratios.reduce((product, ratio) => product * ratio, 1),
  };
}

const typeSchema = z.looseObject({ model_type: z.string() });

function parse(text: string): z.infer<typeof typeSchema> {
  try {
    return typeSchema.parse(JSON.parse(text));
  } catch (cause) {
    throw unfit("its config.json isn't that of a model", cause);
  }
}

function unfit(reason: string, cause?: unknown): ModelError {
  return new ModelError('model-unfit', `this model can't be run: ${reason}`, {
    hint: 'MusicGen small, medium and large work (mono, model_type "musicgen"); stereo and melody models do not.',
    cause,
  });
}
