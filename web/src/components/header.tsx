import { deskAddresses, type DeskName, type Route } from '../state/use-route.js';
import { useTheme } from '../state/use-theme.js';
import { MoonIcon, SunIcon } from './icons.js';
import { Wordmark } from './wordmark.js';

const desks: readonly { desk: DeskName; title: string }[] = [
  { desk: 'cover', title: 'Cover' },
  { desk: 'song', title: 'Song' },
  { desk: 'separation', title: 'Separate' },
  { desk: 'instrument', title: 'Instrument' },
  { desk: 'mix', title: 'Mix' },
  { desk: 'master', title: 'Master' },
  { desk: 'clone', title: 'Clone' },
];

/** Name, links and the light switch. */
export function Header({ route }: { route: Route }) {
  const [theme, setTheme] = useTheme();
  const other = theme === 'dark' ? 'light' : 'dark';
  return (
    <header class="header">
      <a class="header-home" href={deskAddresses.cover} aria-label="Canto, to the desk">
        <Wordmark />
      </a>
      <nav aria-label="Pages" class="header-links">
        {desks.map(({ desk, title }) => (
          <a
            key={desk}
            href={deskAddresses[desk]}
            aria-current={'desk' in route && route.desk === desk ? 'page' : undefined}
          >
            {title}
          </a>
        ))}
        <a class="header-api" href="api/v1/openapi.json">
          API
        </a>
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
