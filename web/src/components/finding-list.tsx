import type { Finding } from '../api/types.js';
import { AlertIcon } from './icons.js';

/** What was heard that should be otherwise, where, and what to do. */
export function FindingList({ findings }: { findings: readonly Finding[] }) {
  return (
    <ul class="findings">
      {findings.map((finding) => (
        <li key={finding.message} class={`finding finding-${finding.severity}`}>
          <AlertIcon />
          <span>
            {sentence([finding.message, places(finding)].filter(Boolean).join(', at '))}{' '}
            <span class="muted">{finding.advice}</span>
          </span>
        </li>
      ))}
    </ul>
  );
}

function places({ ranges }: Finding): string {
  return ranges.map(({ fromSeconds, toSeconds }) => `${fromSeconds}–${toSeconds} s`).join(', ');
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}
