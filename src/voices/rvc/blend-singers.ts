import { InputError } from '../../errors.js';
import { namingCheckpoint } from '../../inference/torch/checkpoint-problem.js';
import { differenceOf, factsDifference } from './blend-models.js';
import { MAX_SOURCES, type RvcSinger } from './rvc-body.js';
import { readRvcModel } from './rvc-model.js';

interface Blend {
  readonly singers: readonly RvcSinger[];
  /** Why there are more singers than one, in words; empty where there aren't. */
  readonly differences: readonly string[];
}

/** The singers of two voices, `mix` of the second. Those of one architecture become one singer.
 *  @throws InputError `no-blend` when only some follow a melody, or there would be too many */
export function singTogether(
  first: readonly RvcSinger[],
  second: readonly RvcSinger[],
  mix: number,
): Blend {
  const singers = first.map((singer) => ({ ...singer, share: singer.share * (1 - mix) }));
  const differences = new Set<string>();
  for (const singer of second) {
    const newcomer = { ...singer, share: singer.share * mix };
    const reasons = singers.map((known) => whyApart(known, newcomer));
    const alike = reasons.indexOf(undefined);
    if (alike >= 0) singers[alike] = united(singers[alike], newcomer);
    else singers.push(newcomer);
    if (alike < 0) reasons.forEach((reason) => reason && differences.add(reason));
  }
  if (singers.reduce((sum, { sources }) => sum + sources.length, 0) > MAX_SOURCES) {
    throw noBlend(`together they are blends of more than ${MAX_SOURCES} voices`);
  }
  return { singers, differences: [...differences] };
}

/** Why the weights of two singers have no mean, in words; undefined when they have.
 *  @throws InputError `no-blend` when they can't sing together either */
function whyApart(a: RvcSinger, b: RvcSinger): string | undefined {
  const difference = factsDifference(a.facts, b.facts);
  if (a.facts.hasPitch !== b.facts.hasPitch) {
    throw noBlend(`${difference ?? ''}: they would be out of tune with one another`);
  }
  if (difference) return difference;
  if (a.kind === 'onnx' || b.kind === 'onnx') return 'ONNX voices keep their weights to themselves';
  const name = 'the voice';
  const [ofA, ofB] = [a, b].map(({ sources }) => readRvcModel(sources[0].model, name));
  return namingCheckpoint(name, () => differenceOf(ofA, ofB));
}

/** Both as one singer, whose weights are the mean of theirs. */
function united(a: RvcSinger, b: RvcSinger): RvcSinger {
  const share = a.share + b.share;
  const speakers = Math.min(a.facts.speakers, b.facts.speakers);
  const sources = [a, b].flatMap((singer) =>
    singer.sources.map((source) => ({ ...source, share: (source.share * singer.share) / share })),
  );
  return { kind: a.kind, facts: { ...a.facts, speakers }, share, sources };
}

function noBlend(found: string): InputError {
  return new InputError('no-blend', `the voices can't be blended: ${found}`, {
    hint: 'Choose two voices of one kind; `canto voices show NAME` says what a voice is.',
  });
}
