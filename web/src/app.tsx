import { useState } from 'preact/hooks';
import { isCoverJob, isInstrumentalJob, isMasterJob, isSeparationJob } from './api/job-kinds.js';
import { ORIGINAL_SINGER } from '../../src/voices/voice.js';
import type { Job, MixJob, Voice } from './api/types.js';
import { Banners } from './components/banners.js';
import { ClonePage } from './components/clone-page.js';
import { CoverPage } from './components/cover-page.js';
import { Header } from './components/header.js';
import { History } from './components/history.js';
import { JobView } from './components/job-view.js';
import { InstrumentPage } from './components/instrument-page.js';
import { MasterPage } from './components/master-page.js';
import { MixPage } from './components/mix-page.js';
import { SeparationPage } from './components/separation-page.js';
import { SongPage } from './components/song-page.js';
import { completeSettings, type CoverSettings } from './state/cover-settings.js';
import { completeInstrumental, type InstrumentalSettings } from './state/instrumental-settings.js';
import { completeMaster, type MasterSettings } from './state/master-settings.js';
import { completeMix, type MixSettings } from './state/mix-settings.js';
import { completeSeparation, type SeparationSettings } from './state/separation-settings.js';
import { isSameSource, songOf, type Song } from './state/song.js';
import { completeSong, type SongSettings } from './state/song-settings.js';
import { useInstruments } from './state/use-instruments.js';
import { useDemoSong } from './state/use-demo-song.js';
import { useJobs } from './state/use-jobs.js';
import { useLimits } from './state/use-limits.js';
import { useMixDesk } from './state/use-mix-desk.js';
import { useProblems } from './state/use-problems.js';
import { openDesk, openJob, useRoute } from './state/use-route.js';
import { useSeparators } from './state/use-separators.js';
import { useStored } from './state/use-stored.js';
import { useTakes } from './state/use-takes.js';
import { useVoices } from './state/use-voices.js';

/** The whole page: a desk or one job, and the history beside it. */
export function App() {
  const route = useRoute();
  const { jobs, online, refresh } = useJobs();
  const problems = useProblems(online);
  const limits = useLimits(online);
  const voices = useVoices(online);
  const separators = useSeparators(online);
  const demoSong = useDemoSong(online);
  const [ownSong, setOwnSong] = useState<Song>();
  const [voiceId, setVoiceId] = useStored('canto.voice', (stored) => stored as string | undefined);
  const [settings, setSettings] = useStored<CoverSettings>('canto.settings', completeSettings);
  const [separation, setSeparation] = useStored<SeparationSettings>(
    'canto.separation',
    completeSeparation,
  );
  const instruments = useInstruments(online);
  const [instrumental, setInstrumental] = useStored<InstrumentalSettings>(
    'canto.instrumental',
    completeInstrumental,
  );
  const [hum, setHum] = useState<Song>();
  const [mastering, setMastering] = useStored<MasterSettings>('canto.master', completeMaster);
  const [reference, setReference] = useState<Song>();
  const [mixing, setMixing] = useStored<MixSettings>('canto.mix', completeMix);
  const [songwriting, setSongwriting] = useStored<SongSettings>('canto.song', completeSong);
  const mixDesk = useMixDesk();
  const takes = useTakes();
  const song = ownSong ?? demoSong;

  const onChangeSettings = async (job: Job) => {
    const { source } = job.request;
    if (!source) return;
    if (isInstrumentalJob(job)) {
      setHum(await songOf(source));
      setInstrumental(completeInstrumental(job.request));
      openDesk('instrument');
      return;
    }
    if (!isSameSource(song.source, source)) setOwnSong(await songOf(source));
    if (isSeparationJob(job)) {
      setSeparation(completeSeparation(job.request));
      openDesk('separation');
    } else if (isMasterJob(job)) {
      setMastering(completeMaster(job.request));
      setReference(job.request.reference && (await songOf(job.request.reference)));
      openDesk('master');
    } else if (isCoverJob(job)) {
      setVoiceId(job.request.voice);
      setSettings(completeSettings(job.request));
      openDesk('cover');
    }
  };
  const onOpenMix = async (job: MixJob) => {
    await mixDesk.open(job);
    setMixing({ ...mixing, manner: 'hand' });
    openDesk('mix');
  };
  const openId = 'job' in route ? route.job : undefined;
  const history = <History jobs={jobs} openId={openId} onChanged={refresh} />;
  const desk = {
    song,
    limits,
    history,
    onSong: setOwnSong,
    onStarted: (job: Job) => {
      refresh();
      openJob(job.id);
    },
  };
  return (
    <>
      <Header route={route} />
      <Banners online={online} problems={problems} />
      <main class="page">
        {'job' in route && (
          <>
            <JobView
              key={route.job}
              id={route.job}
              online={online}
              song={song}
              onChangeSettings={onChangeSettings}
              onOpenMix={onOpenMix}
              onUseVoice={(id) => {
                voices.refresh();
                setVoiceId(id);
                openDesk('cover');
              }}
              onJobsChanged={refresh}
            />
            <div class="side">{history}</div>
          </>
        )}
        {'desk' in route && route.desk === 'cover' && (
          <CoverPage
            {...desk}
            settings={settings}
            voices={voices}
            lead={knownSinger(voiceId, voices.voices)}
            onLead={setVoiceId}
            onSettings={setSettings}
          />
        )}
        {'desk' in route && route.desk === 'instrument' && (
          <InstrumentPage
            hum={hum}
            limits={limits}
            instruments={instruments}
            settings={instrumental}
            history={history}
            onHum={setHum}
            onSettings={setInstrumental}
            onStarted={desk.onStarted}
          />
        )}
        {'desk' in route && route.desk === 'song' && (
          <SongPage
            settings={songwriting}
            voices={voices.voices ?? []}
            history={history}
            onSettings={setSongwriting}
            onStarted={desk.onStarted}
          />
        )}
        {'desk' in route && route.desk === 'mix' && (
          <MixPage
            {...mixDesk}
            settings={mixing}
            jobs={jobs ?? []}
            history={history}
            onSettings={setMixing}
            onStarted={desk.onStarted}
          />
        )}
        {'desk' in route && route.desk === 'master' && (
          <MasterPage
            {...desk}
            settings={mastering}
            reference={reference}
            onReference={setReference}
            onSettings={setMastering}
          />
        )}
        {'desk' in route && route.desk === 'clone' && (
          <ClonePage takes={takes} limits={limits} history={history} onStarted={desk.onStarted} />
        )}
        {'desk' in route && route.desk === 'separation' && (
          <SeparationPage
            {...desk}
            settings={separation}
            separators={separators}
            onSettings={setSeparation}
          />
        )}
      </main>
    </>
  );
}

/** The singer of that id, or the first voice where there is none. */
function knownSinger(id: string | undefined, voices: Voice[] | undefined): string | undefined {
  if (id === ORIGINAL_SINGER) return id;
  return (voices?.find((voice) => voice.id === id) ?? voices?.at(0))?.id;
}
