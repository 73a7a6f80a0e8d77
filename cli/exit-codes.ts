/** What a command's exit code says. */
export const ExitCode = {
  /** Everything was done. */
  done: 0,
  /** Something failed: a call, a check, a test, or one of several copies. */
  failed: 1,
  /** The command was used wrongly. */
  usage: 2,
  /** A setting is missing or wrong. */
  configuration: 3,
  /** The user interrupted it. */
  interrupted: 130,
} as const;

export type ExitCode = (typeof ExitCode)[keyof typeof ExitCode];

/** The part of `--help` that lists them. */
export const EXIT_CODES_HELP = `
Exit codes:
  0    everything was done
  1    something failed: a call, a check, a test, or one of several copies
  2    the command was used wrongly: an unknown option, a missing argument
  3    a setting is missing or wrong: an address, a credential, a stack
  130  interrupted`;
