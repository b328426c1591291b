import { pyinTracker } from '../../src/pitch/pyin-tracker.js';
import { describePitchTracker } from './pitch-tracker-contract.js';

describePitchTracker('pYIN', () => pyinTracker);
