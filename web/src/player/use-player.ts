import { useEffect, useMemo, useState } from 'preact/hooks';
import type { Transport } from './transport.js';

/** A player that re-renders its component at each change, and is gone with it.
 *  @param create makes it anew whenever one of `inputs` is another */
export function usePlayer<Player extends Transport>(
  create: () => Player,
  inputs: readonly unknown[],
): { player: Player; failed: boolean } {
  const player = useMemo(create, inputs);
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
