/** A name that a pickle mentions: a class or function of Python. Here it is only a name. */
export class PickleGlobal {
  constructor(
    readonly module: string,
    readonly name: string,
  ) {}

  get fullName(): string {
    return `${this.module}.${this.name}`;
  }
}

/** An object of a class that isn't known here: inert, kept only so that what surrounds it can be
 *  read. */
export class InertObject {
  constructor(readonly type: PickleGlobal) {}
}

/** What can be told of a plain value for a message. */
export function describeValue(value: unknown): string {
  if (value instanceof Map) return `a dictionary of ${value.size} entries`;
  if (Array.isArray(value)) return `a list of ${value.length} values`;
  if (value instanceof InertObject) return `an object of ${value.type.fullName}`;
  if (value instanceof PickleGlobal) return `the name ${value.fullName}`;
  return value === null ? 'nothing' : `a ${typeof value}`;
}
