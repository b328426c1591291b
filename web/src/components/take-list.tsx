import type { Take } from '../state/use-takes.js';
import { TakeItem } from './take-item.js';

interface TakeListProps {
  takes: readonly Take[];
  onRemove: (id: number) => void;
}

/** The takes so far, with what Canto heard in each. */
export function TakeList({ takes, onRemove }: TakeListProps) {
  if (takes.length === 0) return null;
  return (
    <ul class="takes" aria-label="Takes">
      {takes.map((take) => (
        <TakeItem key={take.id} take={take} onRemove={() => onRemove(take.id)} />
      ))}
    </ul>
  );
}
