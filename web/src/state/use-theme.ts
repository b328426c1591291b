import { useEffect, useLayoutEffect, useState } from 'preact/hooks';
import { useStored } from './use-stored.js';

type Theme = 'dark' | 'light';

/** The page's theme: the system's until the user chooses, then the user's. */
export function useTheme(): [Theme, (theme: Theme) => void] {
  const [chosen, choose] = useStored<Theme | undefined>('canto.theme', (stored) =>
    stored === 'light' || stored === 'dark' ? stored : undefined,
  );
  const system = useSystemTheme();
  // Before the next paint, so that no frame shows the former theme.
  useLayoutEffect(() => {
    // Without the attribute, the style sheet follows the system by itself.
    if (chosen) document.documentElement.dataset.theme = chosen;
  }, [chosen]);
  return [chosen ?? system, choose];
}

function useSystemTheme(): Theme {
  const [query] = useState(() => matchMedia('(prefers-color-scheme: light)'));
  const [light, setLight] = useState(query.matches);
  useEffect(() => {
    const follow = () => setLight(query.matches);
    query.addEventListener('change', follow);
    return () => query.removeEventListener('change', follow);
  }, [query]);
  return light ? 'light' : 'dark';
}
