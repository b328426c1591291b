/** Values per second of everything that is heard, and of everything that networks play. */
export const FRAME_RATE = 100;
