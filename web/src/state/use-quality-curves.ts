import { useEffect, useState } from 'preact/hooks';
import type { QualityCurves } from '../../../src/quality/quality-report.js';

/** The curves in the `report.json` at `url`; `undefined` until they are there. */
export function useQualityCurves(url: string | undefined): QualityCurves | undefined {
  const [curves, setCurves] = useState<QualityCurves>();
  useEffect(() => {
    if (!url) return;
    fetchCurves(url).then(setCurves, () => setCurves(undefined));
  }, [url]);
  return curves;
}

async function fetchCurves(url: string): Promise<QualityCurves | undefined> {
  const report = (await (await fetch(url)).json()) as { quality?: { curves?: QualityCurves } };
  return report.quality?.curves;
}
