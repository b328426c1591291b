import type { MasterJob } from '../api/types.js';
import { sourceUrl } from '../state/song.js';
import { useQualityCurves } from '../state/use-quality-curves.js';
import { AbDeck } from './ab-deck.js';
import { Downloads } from './downloads.js';
import { SpectrumChart } from './spectrum-chart.js';
import { Warnings } from './warnings.js';

/** A finished master: to compare with the mix at equal loudness, and to take away. */
export function MasterResult({ job: { files, report, request } }: { job: MasterJob }) {
  const master = files.find(({ name }) => name.startsWith('master.'));
  const original = request.source && sourceUrl(request.source);
  const named = (name: string) => files.find((file) => file.name === name)?.url;
  const curves = useQualityCurves(named('report.json'));
  return (
    <>
      {master && original && (
        <AbDeck
          made="master"
          urls={{ original, made: master.url }}
          lufs={{
            original: report?.before?.integratedLufs ?? NaN,
            made: report?.integratedLufs ?? NaN,
          }}
          durationSeconds={0}
          peaksUrl={named('peaks.json')}
        />
      )}
      {curves && <SpectrumChart curves={curves} />}
      {report && <Warnings warnings={report.warnings} />}
      <Downloads title="The master" files={files} />
    </>
  );
}
