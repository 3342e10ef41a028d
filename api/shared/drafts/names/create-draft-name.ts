const MAX_LENGTH = 60

/** Returns a name that no other draft of the street has: the given one, or with the first free number behind it. */
export function createDraftName(name: string, taken: ReadonlySet<string>): string {
  const write = (number: number) => {
    const end = number === 1 ? '' : ` ${number}`
    return name.slice(0, MAX_LENGTH - end.length) + end
  }
  let number = 1
  while (taken.has(write(number))) number++
  return write(number)
}
