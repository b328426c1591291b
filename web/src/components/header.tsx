import { useTheme } from '../state/use-theme.js';
import { MoonIcon, SunIcon } from './icons.js';
import { Wordmark } from './wordmark.js';

/** Name, links and the light switch. */
export function Header() {
  const [theme, setTheme] = useTheme();
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
        {other === 'light' ? <SunIcon /> : <MoonIcon />}
      </button>
    </header>
  );
}
