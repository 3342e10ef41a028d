const PREFIX = 'grid-map.'

/** A choice kept in this browser; undefined when there is none, or when the browser keeps nothing. */
export function readStoredChoice<T extends string>(name: string, choices: readonly T[]): T | undefined {
  try {
    const kept = localStorage.getItem(PREFIX + name)
    return choices.find((choice) => choice === kept)
  } catch {
    return undefined
  }
}

export function writeStoredChoice(name: string, value: string): void {
  try {
    localStorage.setItem(PREFIX + name, value)
  } catch {
    // private windows may refuse; the choice then holds until the page is left
  }
}
