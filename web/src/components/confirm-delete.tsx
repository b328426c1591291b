import { useEffect, useRef } from 'preact/hooks';

interface ConfirmDeleteProps {
  onDelete: () => void;
  onKeep: () => void;
}

/** Asks once more, in the place of the button that was pressed. */
export function ConfirmDelete({ onDelete, onKeep }: ConfirmDeleteProps) {
  const first = useRef<HTMLButtonElement>(null);
  useEffect(() => first.current?.focus(), []);
  return (
    <span
      class="confirm-delete"
      role="group"
      aria-label="Delete it with all its files?"
      onKeyDown={(event) => {
        if (event.key === 'Escape') onKeep();
      }}
    >
      <button type="button" class="button button-alarm" ref={first} onClick={onDelete}>
        Delete
      </button>
      <button type="button" class="button button-quiet" onClick={onKeep}>
        Keep
      </button>
    </span>
  );
}
