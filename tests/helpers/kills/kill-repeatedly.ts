import { mkdirSync, writeFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { migrateShared } from '../../../api/db/migrations/migrate.ts'
import { writeBackup } from '../../../api/maintenance/backup/write-backup.ts'
import { createCity } from '../../../api/transfer/import/city/create-city.ts'
import { copyDatabase, openTestDatabase } from '../database/open-test-database.ts'
import { fingerprintCity } from '../database/fingerprint-city.ts'
import { startProgram } from '../database/start-program.ts'
import { killCity, killCityFacts, type KillWorkName } from './kill-works.ts'

export interface KillResult {
  work: KillWorkName
  /** Kills that met the work between its beginning and its end. */
  kills: number
  /** Kills before or after, which prove nothing. */
  missed: number
  /** Rounds that ended undisturbed. */
  completed: number
  defects: string[]
}

/**
 * Kills processes (SIGKILL) at random moments of their work until `kills` of them were met in the middle, or the time is
 * over. The next process checks what the last one has left.
 */
export async function killRepeatedly(
  work: KillWorkName,
  { kills, maxMs = Infinity }: { kills: number; maxMs?: number },
): Promise<KillResult> {
  const result: KillResult = { work, kills: 0, missed: 0, completed: 0, defects: [] }
  const folder = await mkdtemp(path.join(tmpdir(), 'grid-map-kills-'))
  mkdirSync(path.join(folder, 'written'))
  if (work === 'restore') await writeOriginal(folder)
  const { settings, remove } = await copyDatabase('blank')
  const until = Date.now() + maxMs
  let spanMs = 0
  while (result.kills < kills && Date.now() < until) {
    const child = startProgram('work-until-killed', { settings, work, folder })
    const ended = child.ended()
    const alive = () => child.process.exitCode === null && child.process.signalCode === null
    while (alive() && !child.lines.includes('begin')) await Promise.race([wait(2), ended])
    if (!alive()) {
      result.defects.push(`${work}: the process after kill ${result.kills} ended: see its reason above`)
      break
    }
    // the first round of a work tells how long it takes
    if (spanMs === 0) while (alive() && child.lines.at(-1) === 'begin') await Promise.race([wait(2), ended])
    else await wait(Math.random() * spanMs)
    await child.kill()
    if (child.lines.at(-1) === 'begin') result.kills++
    else result.missed++
    for (const line of child.lines.filter((text) => text.startsWith('end '))) {
      result.completed++
      spanMs = spanMs === 0 ? Number(line.slice(4)) : spanMs * 0.7 + Number(line.slice(4)) * 0.3
    }
  }
  if (result.defects.length === 0) await checkLast(result, { settings, work, folder })
  await remove()
  await rm(folder, { recursive: true })
  return result
}

/** A process that is not killed finds a valid state, and ends its work. */
async function checkLast(result: KillResult, given: object): Promise<void> {
  const child = startProgram('work-until-killed', given)
  const ended = child.ended()
  const done = () => child.process.exitCode !== null || child.lines.some((text) => text.startsWith('end '))
  while (!done()) await Promise.race([wait(5), ended])
  if (child.process.exitCode === null) await child.kill()
  else result.defects.push(`${result.work}: the last process could not end the work: see its reason above`)
}

async function writeOriginal(folder: string): Promise<void> {
  const { database, drop } = await openTestDatabase({ holds: 'blank', own: true })
  await migrateShared(database)
  await createCity(database, killCityFacts, { actor: 'test', note: 'test data' })
  await writeBackup(database, path.join(folder, 'city.backup'), '0.1.0')
  writeFileSync(
    path.join(folder, 'fingerprint.json'),
    JSON.stringify(await fingerprintCity(database, killCity)),
  )
  await drop()
}
