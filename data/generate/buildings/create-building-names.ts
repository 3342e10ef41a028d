import type { RandomStream } from '../math/create-random-stream.ts'
import { roadNamePrefixes, townNamePrefixes, townNames, townNameSuffixes } from '../names/name-pools.ts'

/** Names for compounds, no two alike in one street or town. */
export function createCompoundNames(): (random: RandomStream, endings: readonly string[]) => string {
  const taken = new Set<string>()
  return (random, endings) => {
    for (let attempt = 0; ; attempt++) {
      const first = pickFirst(random)
      const ending = random.pick(endings)
      if (first.at(-1) === ending[0]) continue
      const name = attempt < 60 ? first + ending : `${first}${ending}${attempt - 58}期`
      if (taken.has(name)) continue
      taken.add(name)
      return name
    }
  }
}

function pickFirst(random: RandomStream): string {
  const dice = random.unit()
  if (dice < 0.16) return random.pick(townNames)
  if (dice < 0.28) return random.pick(roadNamePrefixes)
  const prefix = random.pick(townNamePrefixes)
  const second = dice < 0.72 ? random.pick(townNameSuffixes) : random.pick(townNamePrefixes)
  return prefix === second ? random.pick(townNames) : prefix + second
}
