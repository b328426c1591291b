/** What a file says about the music in it. Keys of `more` are free-form, upper case by custom; the
 *  formats that can't hold them leave them out. */
export interface Tags {
  title?: string;
  artist?: string;
  album?: string;
  comment?: string;
  more?: Readonly<Record<string, string>>;
}
