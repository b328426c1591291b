/** What each stem is called, and holds. */
export const stemTitles: Readonly<Record<string, { title: string; note: string }>> = {
  vocals: { title: 'Vocals', note: 'the singing' },
  accompaniment: { title: 'Accompaniment', note: 'the music without it' },
  drums: { title: 'Drums', note: 'drums and percussion' },
  bass: { title: 'Bass', note: 'bass guitar or synthesiser' },
  other: { title: 'Other', note: 'everything else' },
};
