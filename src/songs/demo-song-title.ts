/** What the demo song is called, wherever it is shown. */
export const demoSongTitle = 'Over the Water (demo)';
