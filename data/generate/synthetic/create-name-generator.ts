import type { RandomStream } from '../math/create-random-stream.ts'
import { townNamePrefixes, townNameSuffixes } from '../names/name-pools.ts'
import { romanize } from '../names/romanize.ts'

/** A name that was not given before, and its reading. */
export type NameGenerator = () => readonly [name: string, nameEn: string]

export function createNameGenerator(random: RandomStream): NameGenerator {
  const taken = new Set<string>()
  return () => {
    for (let attempt = 0; ; attempt++) {
      // two syllables while they last, then three
      const name =
        (attempt < 200 ? '' : random.pick(townNamePrefixes)) +
        random.pick(townNamePrefixes) +
        random.pick(townNameSuffixes)
      if (taken.has(name) || name[0] === name[1]) continue
      taken.add(name)
      return [name, romanize(name)]
    }
  }
}
