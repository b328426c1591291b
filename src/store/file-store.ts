/** A file as the store knows it. */
export interface StoredFile {
  /** Of its content, in hex: its name in the store. */
  sha256: string;
  bytes: number;
}

/** A temporary folder of this process, on the same disk as the store. */
export interface Scratch {
  path: string;
  /** Removes the folder and all in it; does nothing the second time. */
  remove(): Promise<void>;
}

/** Files by content hash. One interface, many drivers; `test/store/file-store-contract.ts` holds
 *  what every driver keeps. All methods are safe to call from several processes at once. */
export interface FileStore {
  /** Brings a file into the store; it appears there whole or not at all.
   *  @param options.move whether the file at `path` may be moved away instead of copied
   *  @throws AppError `disk-full` */
  put(path: string, options?: { move?: boolean }): Promise<StoredFile>;

  /** A local path to read the file from. It stays valid until the file is removed.
   *  @throws NotFoundError `no-such-file` */
  pathOf(sha256: string): Promise<string>;

  has(sha256: string): Promise<boolean>;

  /** Does nothing when the file is absent. */
  remove(sha256: string): Promise<void>;

  /** Removes every file that came in before `before` and isn't in `keep`. */
  removeOthers(keep: ReadonlySet<string>, before: Date): Promise<void>;

  /** A new empty folder. */
  scratch(): Promise<Scratch>;
}
