import type { ExistingRow } from '../existing/existing-city.ts'
import { isRejected } from '../rows/read-row.ts'
import { getAncestorCode } from '#shared/contract/city/code-levels.ts'
import { judgeAbsence } from '../absence/judge-absence.ts'
import { findCommunity } from '../existing/find-community.ts'
import { type RowFields, mergeRow, listChangedFields } from '../rows/merge-row.ts'
import { collectSteps } from '../staging/collect-steps.ts'
import type { RowOutcome } from '../staging/staging.ts'
import type { TargetImport } from './target-import.ts'
import { readTablePages } from '../../tables/read-table-pages.ts'

type StandingProject = RowFields & ExistingRow & { code: string; name: string; communityCode: string }

/** Service projects: rows without a place, each with its community. */
export const importProjects: TargetImport = async ({
  target,
  base,
  read,
  rows,
  staging,
  scope,
  day,
  onProgress,
}) => {
  const table = 'projects'
  const standing = new Map<string, StandingProject>()
  for await (const page of readTablePages<StandingProject>(read, table))
    for (const project of page) standing.set(project.code, project)
  const byName = new Map(
    [...standing.values()].map((project) => [
      `${project.communityCode} ${String(project['year'])} ${project.name}`,
      project.code,
    ]),
  )
  const steps = collectSteps(staging)
  const seen = new Map<string, number>()
  const present = new Set<string>()
  const covered = new Set<string>()
  let serial = 0
  let count = 0
  for await (const bunch of rows) {
    for (const row of bunch) {
      let outcome: RowOutcome['outcome'] = 'refused'
      let fields: string[] = []
      let code = typeof row.values['code'] === 'string' ? row.values['code'] : null
      const standingCommunity = code === null ? null : (standing.get(code)?.communityCode ?? null)
      const communityCode = findCommunity(base, row.values, null, row.problems) ?? standingCommunity
      if (communityCode === null && !isRejected(row.problems)) row.problems.push({ code: 'parent_not_found' })
      if (code === null && communityCode !== null) {
        code =
          byName.get(`${communityCode} ${String(row.values['year'])} ${String(row.values['name'])}`) ?? null
        if (code !== null) row.problems.push({ code: 'matched_by_name', details: { value: code } })
      }
      if (code !== null) present.add(code)
      if (communityCode !== null) covered.add(getAncestorCode(communityCode, 'street'))
      const before = code === null ? null : (standing.get(code) ?? null)
      const merged = mergeRow(target, before, row.values, row.problems)
      if (code !== null && seen.has(code))
        row.problems.push({ code: 'code_twice', details: { value: code, row: seen.get(code)! } })
      if (!isRejected(row.problems)) {
        if (code === null) {
          do code = `J-${String(++serial).padStart(4, '0')}`
          while (standing.has(code) || seen.has(code))
          row.problems.push({ code: 'code_made', details: { value: code } })
        }
        seen.set(code, row.row)
        const after = { ...merged, code, communityCode }
        if (before === null) {
          outcome = 'added'
          await steps.add({ op: 'insert', table }, after)
          await steps.add({ op: 'before', table, was: 'nothing' }, { code })
        } else {
          const { revision: _revision, ...facts } = before
          fields = listChangedFields(facts, after)
          outcome = fields.length === 0 ? 'same' : 'changed'
          if (outcome === 'changed') {
            await steps.add({ op: 'update', table }, after)
            await steps.add({ op: 'before', table, was: 'standing' }, before)
          }
        }
      }
      await staging.tell({
        row: row.row,
        label: code ?? String(row.values['name'] ?? ''),
        outcome,
        problems: row.problems,
        ...(fields.length > 0 ? { fields } : {}),
      })
    }
    count += bunch.length
    onProgress(count)
  }
  const { gone, ...absence } = judgeAbsence({
    standing: [...standing.values()],
    isPresent: ({ code }) => present.has(code),
    unitOf: (project) => getAncestorCode(project.communityCode, 'street'),
    covered,
    scope,
    nameOf: (code) => base.units.get(code)?.name ?? code,
  })
  for (const project of gone) {
    await steps.add({ op: 'before', table, was: 'standing' }, project)
    await steps.add({ op: 'remove', table, day }, { code: project.code })
  }
  await steps.flush()
  return {
    ...absence,
    made: { districts: 0, streets: 0, communities: 0 },
    certificate: null,
    box: null,
    layers: [],
  }
}
