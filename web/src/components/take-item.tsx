import type { Finding } from '../api/types.js';
import { findingsOf, isUnusable, type Take } from '../state/use-takes.js';
import { FindingList } from './finding-list.js';
import { TrashIcon } from './icons.js';
import { SoundButton } from './sound-button.js';

interface TakeItemProps {
  take: Take;
  onRemove: () => void;
}

/** One take: to hear, to delete, and what is wrong with it. */
export function TakeItem({ take, onRemove }: TakeItemProps) {
  const { file, url, report, failure } = take;
  const findings = failure ? [failedFinding(take)] : findingsOf(report);
  return (
    <li class={isUnusable(take) ? 'take take-unusable' : 'take'}>
      <SoundButton url={url} subject={file.name} />
      <div class="take-about">
        <p class="ellipsis">{file.name}</p>
        <p class="muted small" role="status">
          {stateText(take)}
        </p>
      </div>
      <button
        type="button"
        class="button-icon"
        aria-label={`Delete ${file.name}`}
        title={`Delete ${file.name}`}
        onClick={onRemove}
      >
        <TrashIcon />
      </button>
      {findings.length > 0 && <FindingList findings={findings} />}
    </li>
  );
}

function stateText({ report, failure, ...take }: Take): string {
  if (!report && !failure) return 'Canto is listening…';
  if (isUnusable({ report, failure, ...take })) return 'can’t be used; record it again';
  const { seconds = 0, voicedSeconds = 0 } = report?.recordings.at(0) ?? {};
  const amount = `${seconds} s, ${voicedSeconds} s of voice`;
  return findingsOf(report).length > 0 ? amount : `${amount}, sounds good`;
}

function failedFinding({ failure }: Take): Finding {
  return {
    severity: 'refuse',
    recording: null,
    ranges: [],
    message: failure?.message ?? '',
    advice: failure?.hint ?? '',
  };
}
