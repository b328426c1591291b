import { useStored } from '../state/use-stored.js';
import { useEffect } from 'preact/hooks';
import { SunIcon } from './icons.js';
import { Wordmark } from './wordmark.js';

type Theme = 'dark' | 'light';

/** Name, links and the light switch. */
export function Header() {
  const [theme, setTheme] = useStored<Theme>('canto.theme', (stored) =>
    stored === 'light' ? 'light' : 'dark',
  );
  useEffect(() => {
    document.documentElement.dataset.theme = theme;
  }, [theme]);
  const other = theme === 'dark' ? 'light' : 'dark';
  return (
    <header class="header">
      <a class="header-home" href="#/" aria-label="Canto, to the desk">
        <Wordmark />
      </a>
      <nav aria-label="Pages" class="header-links">
        <a href="#/">Desk</a>
        <a href="api/v1/openapi.json">API</a>
      </nav>
      <button
        type="button"
        class="button-icon"
        aria-label={`Switch to the ${other} theme`}
        title={`Switch to the ${other} theme`}
        onClick={() => setTheme(other)}
      >
        <SunIcon />
      </button>
    </header>
  );
}
