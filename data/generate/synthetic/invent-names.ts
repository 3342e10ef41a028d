import type { Random } from '../create-random.ts'
import { townFirst, townSecond } from '../names/name-pools.ts'
import { romanize } from '../names/syllables.ts'

/** A name that was not given before, and its reading. */
export type InventName = () => readonly [name: string, nameEn: string]

export function inventNames(random: Random): InventName {
  const taken = new Set<string>()
  return () => {
    for (let attempt = 0; ; attempt++) {
      // two syllables while they last, then three
      const name =
        (attempt < 200 ? '' : random.pick(townFirst)) + random.pick(townFirst) + random.pick(townSecond)
      if (taken.has(name) || name[0] === name[1]) continue
      taken.add(name)
      return [name, romanize(name)]
    }
  }
}
