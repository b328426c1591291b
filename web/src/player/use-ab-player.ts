import { useEffect, useMemo, useState } from 'preact/hooks';
import { AbPlayer, type Side } from './ab-player.js';

/** A player for the two files, which re-renders its component at each change. */
export function useAbPlayer(
  urls: Record<Side, string>,
  lufs: Record<Side, number>,
): { player: AbPlayer; failed: boolean } {
  const player = useMemo(() => new AbPlayer({ urls, lufs }), [urls.original, urls.cover]);
  const [, rerender] = useState(0);
  const [failed, setFailed] = useState(false);
  useEffect(() => {
    const onChange = () => rerender((count) => count + 1);
    const onFailed = () => setFailed(true);
    player.addEventListener('change', onChange);
    player.addEventListener('failed', onFailed);
    return () => {
      player.removeEventListener('change', onChange);
      player.removeEventListener('failed', onFailed);
      player.dispose();
    };
  }, [player]);
  return { player, failed };
}
