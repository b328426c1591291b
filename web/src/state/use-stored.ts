import { useState } from 'preact/hooks';

/** State that outlives the page, in the browser's local storage under `key`.
 *  @param restore makes a usable value of what was stored, or of `undefined` */
export function useStored<T>(
  key: string,
  restore: (stored: unknown) => T,
): [T, (value: T) => void] {
  const [value, setValue] = useState<T>(() => restore(read(key)));
  const store = (next: T) => {
    setValue(next);
    write(key, next);
  };
  return [value, store];
}

function read(key: string): unknown {
  try {
    return JSON.parse(localStorage.getItem(key) ?? 'null') ?? undefined;
  } catch {
    return undefined;
  }
}

/** Storage may be full or forbidden; the page works without. */
function write(key: string, value: unknown): void {
  try {
    localStorage.setItem(key, JSON.stringify(value));
  } catch {
    return;
  }
}
