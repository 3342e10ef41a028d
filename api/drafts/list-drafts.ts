import { z } from 'zod'
import type { Draft, DraftStatus } from '#shared/contract/drafts/drafts.ts'
import { loadSql } from '../db/load-sql.ts'
import { withCity } from '../db/transaction/with-city.ts'
import { DraftRow, toDraft } from './draft-row.ts'
import type { DraftService } from './draft-service.ts'

const statement = loadSql('api/drafts/sql/list-drafts.sql')
const ListRow = DraftRow.extend({ total: z.number() })

export interface DraftFilter {
  /** Code of a unit that contains the street of the draft. */
  parent?: string | undefined
  /** Undefined: every status except discarded. */
  status?: DraftStatus | undefined
  /** A street whose consent the draft still needs. */
  consent?: string | undefined
}

/** Returns a page of the drafts of a city, the most recently changed first. */
export async function listDrafts(
  { cities, database }: DraftService,
  city: string,
  { parent, status, consent, limit, offset }: DraftFilter & { limit: number; offset: number },
): Promise<{ total: number; drafts: Draft[] }> {
  const { snapshot } = await cities.get(city)
  const parameters = [parent ?? '', status ?? null, consent ?? null, limit, offset]
  const { rows } = await withCity(database, city, (tx) => tx.query(statement, parameters), { access: 'read' })
  const drafts = z.array(ListRow).parse(rows)
  return { total: drafts[0]?.total ?? 0, drafts: drafts.map((row) => toDraft(row, snapshot)) }
}
