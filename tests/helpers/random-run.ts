/** Returns the seed of a random test: SEED in the environment, or a fixed one, so that a failure can be repeated. */
export const readSeed = (fixed: number): number => readPositive('SEED') ?? fixed

/** Returns the number of cases of a random test, multiplied by LONGER in the environment. */
export const countRuns = (cases: number): number => cases * (readPositive('LONGER') ?? 1)

/** @throws Error if the variable is set and is not a positive whole number. */
function readPositive(name: string): number | undefined {
  const text = process.env[name]
  if (text === undefined) return undefined
  if (!/^[1-9][0-9]{0,9}$/.test(text))
    throw new Error(`${name} is ${text}, which is not a positive whole number`)
  return Number(text)
}
