import { userInfo } from 'node:os'

/** Who types a command on the server, as history and the log will know them. */
export function getCommandActor(): string {
  return `command:${userInfo().username}`
}
