import { useState } from 'preact/hooks';
import type { Job } from './api/types.js';
import { Banners } from './components/banners.js';
import { Desk, type Draft } from './components/desk.js';
import { Header } from './components/header.js';
import { History } from './components/history.js';
import { JobView } from './components/job-view.js';
import { SessionPanel } from './components/session-panel.js';
import { completeSettings, type CoverSettings } from './state/cover-settings.js';
import { isSameSource, songOf, type Song } from './state/song.js';
import { useDemoSong } from './state/use-demo-song.js';
import { useGenerate } from './state/use-generate.js';
import { useJobs } from './state/use-jobs.js';
import { useLimits } from './state/use-limits.js';
import { useProblems } from './state/use-problems.js';
import { openDesk, openJob, useRoute } from './state/use-route.js';
import { useStored } from './state/use-stored.js';
import { useVoices } from './state/use-voices.js';

/** The whole page: the desk or one job, and the history beside it. */
export function App() {
  const jobId = useRoute();
  const { jobs, online, refresh } = useJobs();
  const problems = useProblems(online);
  const limits = useLimits(online);
  const voices = useVoices(online);
  const demoSong = useDemoSong(online);
  const [ownSong, setOwnSong] = useState<Song>();
  const [voiceId, setVoiceId] = useStored('canto.voice', (stored) => stored as string | undefined);
  const [settings, setSettings] = useStored<CoverSettings>('canto.settings', completeSettings);
  const generation = useGenerate((job) => {
    refresh();
    openJob(job.id);
  });
  const song = ownSong ?? demoSong;
  const voice = voices.voices?.find(({ id }) => id === voiceId) ?? voices.voices?.at(0);

  const putOnDesk = (draft: Draft) => {
    generation.clear();
    setOwnSong(draft.song);
    setVoiceId(draft.voice);
    setSettings(draft.settings);
  };
  const onChangeSettings = async ({ request }: Job) => {
    const { source } = request;
    putOnDesk({
      song: isSameSource(song.source, source) ? ownSong : await songOf(source),
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
            online={online}
            song={song}
            onChangeSettings={onChangeSettings}
            onJobsChanged={refresh}
          />
        ) : (
          <Desk
            draft={{ song: ownSong, voice: voice?.id, settings }}
            demoSong={demoSong}
            limits={limits}
            voices={voices}
            onDraft={putOnDesk}
          />
        )}
        <div class="side">
          {!jobId && (
            <SessionPanel
              song={song}
              voice={voice}
              sending={generation.sending}
              failure={generation.failure}
              onGenerate={() => {
                if (voice)
                  void generation.generate({ source: song.source, voice: voice.id, ...settings });
              }}
            />
          )}
          <History jobs={jobs} openId={jobId} onChanged={refresh} />
        </div>
      </main>
    </>
  );
}
