import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';

/** A name for process `pid` of this machine that no later process gets, though its pid may be used
 *  again: host, pid and start time, fit for file names.
 *  @returns undefined when there is no such process */
export function processIdentity(pid: number): string | undefined {
  const started = startTime(pid);
  return started && `${hostName()}-${pid}-${started}`;
}

/** Whether a process may still run whose identity `name` is or begins with (`identity-…`). What
 *  other machines or containers run can't be known: it counts as alive. */
export function mayBeAlive(name: string): boolean {
  const [host, pid, started] = name.split('-');
  return host !== hostName() || startTime(Number(pid)) === started;
}

/** Ends the process of that identity and the process group that it leads, if it is still alive on
 *  this machine. */
export function killProcessGroup(identity: string): void {
  const pid = Number(identity.split('-')[1]);
  if (processIdentity(pid) === identity) killGroup(pid);
}

/** SIGKILLs the process group that `pid` leads; does nothing when it is gone. */
export function killGroup(pid: number): void {
  try {
    process.kill(process.platform === 'win32' ? pid : -pid, 'SIGKILL');
  } catch {
    // Nothing of it is left.
  }
}

function hostName(): string {
  return hostname().replaceAll('-', '_');
}

function startTime(pid: number): string | undefined {
  if (process.platform === 'linux') return linuxStartTime(pid);
  return process.platform === 'win32' ? windowsStartTime(pid) : unixStartTime(pid);
}

/** In clock ticks since boot: field 22 of proc(5) `stat`, counted after the name's last bracket. */
function linuxStartTime(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const [state, ...fields] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return state === 'Z' ? undefined : fields[18];
  } catch {
    return undefined;
  }
}

function unixStartTime(pid: number): string | undefined {
  try {
    const started = execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' });
    return started.replace(/\W+/g, '_') || undefined;
  } catch {
    return undefined;
  }
}

/** Windows tells no start time cheaply; the pid alone has to do. */
function windowsStartTime(pid: number): string | undefined {
  try {
    process.kill(pid, 0);
    return '0';
  } catch {
    return undefined;
  }
}
