import { render } from 'preact';
import { App } from './app.js';
import './styles/tokens.css';
import './styles/base.css';
import './styles/controls.css';
import './styles/desk.css';
import './styles/clone.css';
import './styles/instrument.css';
import './styles/job.css';
import './styles/mix.css';
import './styles/song.css';
import './styles/history.css';

const root = document.getElementById('app');
if (root) render(<App />, root);
