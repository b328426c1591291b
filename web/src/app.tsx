import { useState } from 'preact/hooks';
import type { Job } from './api/types.js';
import { Desk, type Draft } from './components/desk.js';
import { FailureCard } from './components/failure-card.js';
import { Header } from './components/header.js';
import { History } from './components/history.js';
import { JobView } from './components/job-view.js';
import { OfflineBanner } from './components/offline-banner.js';
import { completeSettings, type CoverSettings } from './state/cover-settings.js';
import { rememberRun, restoreRuns, type Run, type Runs } from './state/runs.js';
import { useJobs } from './state/use-jobs.js';
import { openDesk, openJob, useRoute } from './state/use-route.js';
import { useStored } from './state/use-stored.js';
import { useVoices } from './state/use-voices.js';
import type { Song } from './state/song.js';

/** The whole page: the desk or one job, and the history beside it. */
export function App() {
  const jobId = useRoute();
  const { jobs, online, refresh } = useJobs();
  const { voices, failure } = useVoices(online);
  const [song, setSong] = useState<Song>();
  const [voice, setVoice] = useStored('canto.voice', (stored) => stored as string | undefined);
  const [settings, setSettings] = useStored<CoverSettings>('canto.settings', completeSettings);
  const [runs, setRuns] = useStored<Runs>('canto.runs', restoreRuns);

  const putOnDesk = (draft: Draft) => {
    setSong(draft.song);
    setVoice(draft.voice);
    setSettings(draft.settings);
  };
  const onStarted = (job: Job, run: Run) => {
    setRuns(rememberRun(runs, job.id, run));
    refresh();
    openJob(job.id);
  };
  const onChangeSettings = (run: Run) => {
    putOnDesk(run);
    openDesk();
  };
  return (
    <>
      <Header />
      {!online && <OfflineBanner />}
      <div class="page">
        <main>
          {jobId ? (
            <JobView
              key={jobId}
              id={jobId}
              run={runs[jobId]}
              onChangeSettings={onChangeSettings}
              onJobsChanged={refresh}
            />
          ) : (
            <Desk
              draft={{ song, voice, settings }}
              voices={voices}
              onDraft={putOnDesk}
              onStarted={onStarted}
            />
          )}
          {failure && online && <FailureCard failure={failure} />}
        </main>
        <History jobs={jobs ?? []} openId={jobId} onChanged={refresh} />
      </div>
    </>
  );
}
