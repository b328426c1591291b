import type { ComponentChildren } from 'preact';
import type { Failure } from '../api/types.js';

/** Says what went wrong and what to do; screen readers hear it at once. */
export function FailureCard({
  failure,
  children,
}: {
  failure: Failure;
  children?: ComponentChildren;
}) {
  return (
    <div class="failure" role="alert">
      <p class="failure-message">{sentence(failure.message)}</p>
      {failure.hint && <p class="failure-hint">{sentence(failure.hint)}</p>}
      {children}
    </div>
  );
}

function sentence(text: string): string {
  const start = text.charAt(0).toUpperCase() + text.slice(1);
  return /[.!?…”"]$/.test(start) ? start : `${start}.`;
}
