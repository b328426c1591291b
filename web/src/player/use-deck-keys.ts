import { useEffect } from 'preact/hooks';
import type { Transport } from './transport.js';

/** What a key does; letters in lower case. */
export type KeyActions = Readonly<Record<string, (() => void) | undefined>>;

/** How far an arrow key jumps. */
const jumpSeconds = 5;

/** Space plays, arrows move, and a deck's own keys do what they do; except where the focused control
 *  has its own use for the key. */
export function useDeckKeys(player: Transport, own: KeyActions): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || usesKey(event.target, event.key))
        return;
      const action = { ...transportKeys(player), ...own }[nameOf(event.key)];
      if (!action) return;
      action();
      event.preventDefault();
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  });
}

function transportKeys(player: Transport): KeyActions {
  return {
    ' ': () => player.toggle(),
    ArrowLeft: () => player.seek(player.positionSeconds - jumpSeconds),
    ArrowRight: () => player.seek(player.positionSeconds + jumpSeconds),
    Home: () => player.seek(0),
  };
}

function nameOf(key: string): string {
  return isSign(key) ? key.toLowerCase() : key;
}

function usesKey(target: EventTarget | null, key: string): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target instanceof HTMLInputElement) return inputUsesKey(target, key);
  const tag = target.tagName;
  if (tag === 'TEXTAREA' || tag === 'SELECT') return true;
  return key === ' ' && (tag === 'BUTTON' || tag === 'A' || tag === 'SUMMARY');
}

function inputUsesKey({ type }: HTMLInputElement, key: string): boolean {
  if (/^(text|url|number|search)$/.test(type)) return true;
  return key === ' ' ? type !== 'range' : !isSign(key);
}

/** Whether a key writes a sign, rather than being named like "Home". */
function isSign(key: string): boolean {
  return key.length === 1;
}
