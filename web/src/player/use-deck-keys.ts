import { useEffect } from 'preact/hooks';
import type { AbPlayer } from './ab-player.js';

/** How far an arrow key jumps. */
const jumpSeconds = 5;

/** Space plays, A and B switch sides, arrows move; except where the focused control has its own use
 *  for the key. */
export function useDeckKeys(player: AbPlayer): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || usesKey(event.target, event.key))
        return;
      if (!runKey(player, event.key)) return;
      event.preventDefault();
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, [player]);
}

function runKey(player: AbPlayer, key: string): boolean {
  const actions: Record<string, (() => void) | undefined> = {
    ' ': () => player.toggle(),
    a: () => player.select('original'),
    b: () => player.select('cover'),
    ArrowLeft: () => player.seek(player.positionSeconds - jumpSeconds),
    ArrowRight: () => player.seek(player.positionSeconds + jumpSeconds),
    Home: () => player.seek(0),
  };
  const action = actions[key.length === 1 ? key.toLowerCase() : key];
  action?.();
  return action !== undefined;
}

function usesKey(target: EventTarget | null, key: string): boolean {
  if (!(target instanceof HTMLElement)) return false;
  const tag = target.tagName;
  if (tag === 'TEXTAREA' || tag === 'SELECT') return true;
  if (tag === 'INPUT')
    return (
      /^(text|url|number|search)$/.test((target as HTMLInputElement).type) || !/^[ab]$/i.test(key)
    );
  return key === ' ' && (tag === 'BUTTON' || tag === 'A' || tag === 'SUMMARY');
}
