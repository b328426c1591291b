import { useState } from 'preact/hooks';
import type { Job } from './api/types.js';
import { Banners } from './components/banners.js';
import { Desk, type Draft } from './components/desk.js';
import { FailureCard } from './components/failure-card.js';
import { Header } from './components/header.js';
import { History } from './components/history.js';
import { JobView } from './components/job-view.js';
import { SessionPanel } from './components/session-panel.js';
import { completeSettings, type CoverSettings } from './state/cover-settings.js';
import { isSameSource, songOf, type Song } from './state/song.js';
import { useGenerate } from './state/use-generate.js';
import { useJobs } from './state/use-jobs.js';
import { useProblems } from './state/use-problems.js';
import { openDesk, openJob, useRoute } from './state/use-route.js';
import { useStored } from './state/use-stored.js';
import { useVoices } from './state/use-voices.js';

/** The whole page: the desk or one job, and the history beside it. */
export function App() {
  const jobId = useRoute();
  const { jobs, online, refresh } = useJobs();
  const problems = useProblems(online);
  const { voices, failure } = useVoices(online);
  const [song, setSong] = useState<Song>();
  const [voiceId, setVoiceId] = useStored('canto.voice', (stored) => stored as string | undefined);
  const [settings, setSettings] = useStored<CoverSettings>('canto.settings', completeSettings);
  const generation = useGenerate((job) => {
    refresh();
    openJob(job.id);
  });
  const voice = voices.find(({ id }) => id === voiceId) ?? voices.at(0);

  const putOnDesk = (draft: Draft) => {
    setSong(draft.song);
    setVoiceId(draft.voice);
    setSettings(draft.settings);
  };
  const onChangeSettings = async ({ request }: Job) => {
    const { source } = request;
    putOnDesk({
      song: isSameSource(song?.source, source) ? song : await songOf(source),
      voice: request.voice,
      settings: completeSettings(request),
    });
    openDesk();
  };
  return (
    <>
      <Header />
      <Banners online={online} problems={problems} />
      <main class="page">
        {jobId ? (
          <JobView
            key={jobId}
            id={jobId}
            song={song}
            onChangeSettings={onChangeSettings}
            onJobsChanged={refresh}
          />
        ) : (
          <Desk draft={{ song, voice: voice?.id, settings }} voices={voices} onDraft={putOnDesk} />
        )}
        <div class="side">
          {!jobId && (
            <SessionPanel
              song={song}
              voice={voice}
              sending={generation.sending}
              failure={generation.failure}
              onGenerate={(source, id) =>
                void generation.generate({ source, voice: id, ...settings })
              }
            />
          )}
          {failure && online && <FailureCard failure={failure} />}
          <History jobs={jobs ?? []} openId={jobId} onChanged={refresh} />
        </div>
      </main>
    </>
  );
}
