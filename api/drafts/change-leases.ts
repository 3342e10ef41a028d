import type { Lease } from '#shared/contract/drafts/drafts.ts'
import type { CitySnapshot } from '#shared/snapshot/city-snapshot.ts'
import type { DraftId } from '#shared/contract/ids.ts'
import { withCity } from '../db/transaction/with-city.ts'
import { AppError } from '../errors.ts'
import { notifyDraftSubscribers } from './draft-channel.ts'
import { type DraftRow, assertDraftStatus, findDraft } from './draft-row.ts'
import type { DraftService } from './draft-service.ts'
import { acquireLeases, listStreetLeases, releaseLeases } from './leases.ts'

export interface LeaseChange {
  city: string
  id: DraftId
  holder: string
  /** Communities to acquire; empty: all of the street. */
  communities: readonly string[]
  /** True: all leases of the holder on this draft are released instead. */
  release: boolean
}

/**
 * Acquires, renews or releases leases for a draft. Returns the leases of its street.
 *
 * @param authorize throws when the caller may not edit the draft's street
 * @throws AppError not_found, unprocessable, wrong_stage, leased
 */
export async function changeLeases(
  draftService: DraftService,
  { city, id, holder, communities, release }: LeaseChange,
  authorize: (row: DraftRow) => void,
): Promise<Lease[]> {
  const { snapshot } = await draftService.cities.get(city)
  const lease = { draft: id, holder, now: draftService.now() }
  return withCity(draftService.database, city, async (tx) => {
    const row = await findDraft(tx, id)
    authorize(row)
    const ofStreet = checkCommunities(snapshot, row.street_code, communities)
    if (release) {
      await releaseLeases(tx, id, holder)
      await notifyDraftSubscribers(tx, city, row.street_code)
    } else {
      assertDraftStatus(row, 'open')
      if (await acquireLeases(tx, communities.length > 0 ? communities : ofStreet, lease))
        await notifyDraftSubscribers(tx, city, row.street_code)
    }
    return listStreetLeases(tx, row.street_code, lease)
  })
}

/** Returns all communities of the street. @throws AppError unprocessable when one is of another street */
function checkCommunities(
  { units }: CitySnapshot,
  street: string,
  communities: readonly string[],
): readonly string[] {
  const ofStreet = units.community.codes.filter((code) => code.startsWith(street))
  const foreign = communities.find((code) => !ofStreet.includes(code))
  if (foreign !== undefined)
    throw new AppError('unprocessable', 'the community is not of this street', {
      reason: 'other_street',
      community: foreign,
    })
  return ofStreet
}
